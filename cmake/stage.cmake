# Everything the program reads at run time is staged once, in <build>/../share/crus, for all presets: shaders,
# catalogue, texts, fonts and the built-in leg. An optimised inner build (CRUS_STAGE) makes it, so that the leg is
# baked by the same code and to the same bytes whatever the outer preset is. An installed crus finds the same folder
# as ../share/crus beside its bin/.
get_filename_component(CRUS_BUILD_ROOT ${CMAKE_BINARY_DIR} DIRECTORY)

if(NOT CRUS_STAGE)
  include(ExternalProject)
  ExternalProject_Add(crus_stage
    SOURCE_DIR ${CMAKE_SOURCE_DIR}
    BINARY_DIR ${CRUS_BUILD_ROOT}/stage
    CMAKE_ARGS -DCRUS_STAGE=ON -DCRUS_TESTS=OFF -DCMAKE_BUILD_TYPE=Release
    PREFIX ${CRUS_BUILD_ROOT}/stage-prefix
    BUILD_ALWAYS ON USES_TERMINAL_BUILD ON INSTALL_COMMAND "")
  add_dependencies(crus crus_stage)
  include(GNUInstallDirs)
  install(TARGETS crus RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(DIRECTORY ${CRUS_BUILD_ROOT}/share/crus DESTINATION ${CMAKE_INSTALL_DATADIR})
  return()
endif()

set(share ${CRUS_BUILD_ROOT}/share/crus)
set(font_dir /usr/share/fonts/opentype/inter)
set(icon_font /usr/share/fonts/opentype/font-awesome/FontAwesome.otf)

file(GLOB_RECURSE staged_assets CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/assets/* ${CMAKE_SOURCE_DIR}/shaders/*)
set(stage_stamp ${CMAKE_BINARY_DIR}/assets.stamp)
add_custom_command(OUTPUT ${stage_stamp}
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${share}/assets ${share}/shaders
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${CMAKE_SOURCE_DIR}/assets ${share}/assets
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${CMAKE_SOURCE_DIR}/shaders ${share}/shaders
  COMMAND ${CMAKE_COMMAND} -E make_directory ${share}/fonts
  COMMAND ${CMAKE_COMMAND} -E copy_if_different ${font_dir}/Inter-Regular.otf ${font_dir}/Inter-SemiBold.otf
          ${icon_font} ${share}/fonts
  COMMAND ${CMAKE_COMMAND} -E touch ${stage_stamp}
  DEPENDS ${staged_assets} COMMENT "Staging shaders, texts and fonts")

# The lint is part of the build: an unsourced or contradictory entry stops it.
file(GLOB_RECURSE catalogue_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/assets/catalogue/*.toml
     ${CMAKE_SOURCE_DIR}/assets/attachments/*.toml)
set(lint_stamp ${CMAKE_BINARY_DIR}/lint.stamp)
add_custom_command(OUTPUT ${lint_stamp}
  COMMAND crus_stage_tool lint ${CMAKE_SOURCE_DIR}/assets
  COMMAND ${CMAKE_COMMAND} -E touch ${lint_stamp}
  DEPENDS crus_stage_tool ${catalogue_files} COMMENT "Linting the catalogue")

file(GLOB_RECURSE pain_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/assets/pain/*.toml)
set(pain_stamp ${CMAKE_BINARY_DIR}/lint-pain.stamp)
add_custom_command(OUTPUT ${pain_stamp}
  COMMAND crus_stage_tool lint-pain ${CMAKE_SOURCE_DIR}/assets
  COMMAND ${CMAKE_COMMAND} -E touch ${pain_stamp}
  DEPENDS crus_stage_tool ${catalogue_files} ${pain_files} COMMENT "Linting the pain patterns")

file(GLOB_RECURSE section_tables CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/assets/atlas/*)
set(leg_file ${share}/builtin.crusleg)
add_custom_command(OUTPUT ${leg_file}
  COMMAND crus_stage_tool bake ${CMAKE_SOURCE_DIR}/assets ${leg_file}
  DEPENDS crus_stage_tool ${section_tables} ${lint_stamp} COMMENT "Building the built-in leg")

file(GLOB_RECURSE motion_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/assets/motion/*.toml)
set(motion_stamp ${CMAKE_BINARY_DIR}/lint-motion.stamp)
add_custom_command(OUTPUT ${motion_stamp}
  COMMAND crus_stage_tool lint-motion ${CMAKE_SOURCE_DIR}/assets
  COMMAND ${CMAKE_COMMAND} -E touch ${motion_stamp}
  DEPENDS crus_stage_tool ${catalogue_files} ${motion_files} COMMENT "Linting joints and clips")
set(rig_file ${share}/builtin.crusrig)
add_custom_command(OUTPUT ${rig_file}
  COMMAND crus_stage_tool bake-rig ${CMAKE_SOURCE_DIR}/assets ${leg_file} ${rig_file}
  DEPENDS crus_stage_tool ${leg_file} ${motion_stamp} COMMENT "Finding how the built-in leg moves")

add_custom_target(staged ALL DEPENDS ${stage_stamp} ${lint_stamp} ${pain_stamp} ${leg_file} ${rig_file})
