# OpenGL 3.3 core loader, generated from the Khronos registry on this machine (python3-glad is offline).
# Only 3.3 core is generated, so newer entry points cannot be called by mistake.
set(glad_dir ${CMAKE_BINARY_DIR}/glad)
set(glad_stamp ${glad_dir}/src/gl.c)
if(NOT EXISTS ${glad_stamp})
  # The system interpreter: another python3 first on PATH would not find Debian's module.
  execute_process(
    COMMAND /usr/bin/python3 -m glad --quiet --reproducible --api gl:core=3.3
            --extensions GL_KHR_debug --out-path ${glad_dir} c
    RESULT_VARIABLE glad_result ERROR_VARIABLE glad_error)
  if(NOT glad_result EQUAL 0)
    message(FATAL_ERROR "glad could not generate the OpenGL loader (is python3-glad installed?):\n${glad_error}")
  endif()
endif()
add_library(glad STATIC ${glad_dir}/src/gl.c)
target_include_directories(glad SYSTEM PUBLIC ${glad_dir}/include)
target_link_libraries(glad PRIVATE ${CMAKE_DL_LIBS})
