// Everything that is wrong with files: each must end in one clear line, soon, and never in a crash.
#include <chrono>
#include <fstream>
#include <limits>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "atlas/files.hpp"

namespace crus::atlas {
namespace {

namespace fs = std::filesystem;
using test::ScratchFolder;
using test::write_file;

geometry::Mesh tetrahedron() {
  geometry::Mesh mesh;
  mesh.positions = {{0, 0, 0}, {300, 0, 0}, {0, 300, 0}, {0, 0, 300}};
  mesh.triangles = {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}};
  return mesh;
}

constexpr const char* kOneNode = R"("scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}])";

std::string good_glb() { return test::glb_of({{"thing", tetrahedron()}}); }

std::string gltf_with(const std::string& scene, const std::string& uri) {
  const geometry::Mesh mesh = tetrahedron();
  return test::gltf_json(test::gltf_parts({&mesh}), scene, R"("uri":")" + uri + "\"");
}

std::string binary_part() {
  const geometry::Mesh mesh = tetrahedron();
  return test::gltf_parts({&mesh}).binary;
}

std::string data_uri() { return "data:application/octet-stream;base64," + test::base64(binary_part()); }

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? "test error: '" + from + "' not found" : text.replace(at, from.size(), to);
}

std::string patched(std::string bytes, std::size_t at, std::uint32_t value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
  return bytes;
}

// Forty nodes, each twice the parent of the next: a trillion in all.
std::string doubling_nodes() {
  std::string nodes = R"("scene":0,"scenes":[{"nodes":[0]}],"nodes":[)";
  for (int i = 1; i <= 40; ++i) {
    const std::string next = std::to_string(i);
    nodes += "{\"children\":[" + next + "," + next + "]},";
  }
  return nodes + R"({"mesh":0}])";
}

struct Bad {
  const char* file;
  std::string content;
  const char* says;  // part of the message
};

std::vector<Bad> bad_files() {
  geometry::Mesh not_finite = tetrahedron();
  not_finite.positions[2].y = std::numeric_limits<float>::quiet_NaN();
  geometry::Mesh infinite = tetrahedron();
  infinite.positions[1].x = std::numeric_limits<float>::infinity();
  geometry::Mesh in_a_row = tetrahedron();
  in_a_row.positions = {{0, 0, 0}, {100, 0, 0}, {200, 0, 0}, {300, 0, 0}};
  geometry::Mesh flat = tetrahedron();
  flat.positions.assign(4, glm::vec3(1.0F));
  const std::string gltf = gltf_with(kOneNode, data_uri());
  return {
      {"empty.glb", "", "empty"},
      {"empty.obj", "", "empty"},
      {"text.glb", "This is a letter, not a leg.\n", "not a binary glTF"},
      {"text.gltf", "This is a letter, not a leg.\n", "not glTF"},
      {"text.obj", "This is a letter, not a leg.\n", "triangles"},
      {"text.stl", "This is a letter, not a leg.\n", "not STL"},
      {"text.ply", "This is a letter, not a leg.\n", "not PLY"},
      {"text.fbx", "This is a letter, not a leg.\n", "damaged"},
      {"json.gltf", "{\"asset\":{\"version\":\"2.0\"}", "damaged"},
      {"array.gltf", "[{}]", "damaged"},
      {"nothing.gltf", "{\"asset\":{\"version\":\"2.0\"}}", "No scene"},
      {"truncated.glb", good_glb().substr(0, 200), "cut short"},
      {"header-only.glb", good_glb().substr(0, 12), "cut short"},
      {"two-gigabytes.glb", patched(good_glb(), 8, 0x7fffffffU), "cut short"},
      {"two-gigabyte-chunk.glb", patched(good_glb(), 12, 0x7fffffffU), "cut short"},
      {"two-gigabyte-buffer.glb",
       with(good_glb(), R"("buffers":[{"byteLength":96)", R"("buffers":[{"byteLength":2147483647)"), ""},
      {"doubling.gltf", gltf_with(doubling_nodes(), data_uri()), "two parents"},
      {"two-gigabytes.stl", patched(test::stl_bytes(tetrahedron()), 80, 0x7fffffffU), "cut short"},
      {"two-gigabytes.ply", with(test::ply_text(tetrahedron()), "vertex 4", "vertex 2000000000"), "cut short"},
      {"long-list.ply", with(test::ply_text(tetrahedron()), "3 0 2 1", "4294967295 0 2 1"), ""},
      {"many.gltf", with(gltf, R"("count":4)", R"("count":2000000000)"), ""},
      {"many-without-view.gltf",
       with(gltf, R"({"bufferView":0,"componentType":5126,"count":4)", R"({"componentType":5126,"count":2000000000)"),
       ""},
      {"long-buffer.gltf", with(gltf, R"("buffers":[{"byteLength":96)", R"("buffers":[{"byteLength":2147483647)"), ""},
      {"nan.obj", with(test::obj_text({{"thing", tetrahedron()}}), "v 300 0 0", "v nan 0 0"), "not a number"},
      {"index.obj", test::obj_text({{"thing", tetrahedron()}}) + "f 1 2 77\n", "damaged"},
      {"negative-index.obj", test::obj_text({{"thing", tetrahedron()}}) + "f -1 -2 -77\n", ""},
      {"points.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\n", "triangles"},
      {"lines.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nl 1 2 3\n", "triangles"},
      {"nan.glb", test::glb_of({{"thing", not_finite}}), "not a number"},
      {"infinite.stl", test::stl_bytes(infinite), "not a number"},
      {"no-area.glb", test::glb_of({{"thing", flat}}), "triangles"},
      {"in-a-row.glb", test::glb_of({{"thing", in_a_row}}), "triangles"},
      {"cyclic.gltf",
       gltf_with(R"("scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"children":[1]},{"mesh":0,"children":[0]}])",
                 data_uri()),
       ""},
      {"own-child.gltf",
       gltf_with(R"("scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0,"children":[0]}])", data_uri()), ""},
      {"no-such-node.gltf", gltf_with(R"("scene":0,"scenes":[{"nodes":[7]}],"nodes":[{"mesh":0}])", data_uri()), ""},
      {"no-such-mesh.gltf", gltf_with(R"("scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":7}])", data_uri()), ""},
      {"above.gltf", gltf_with(kOneNode, "../secret.bin"), "outside its folder"},
      {"above-encoded.gltf", gltf_with(kOneNode, "%2e%2e/secret.bin"), ""},
      {"absolute.gltf", gltf_with(kOneNode, "/etc/passwd"), "referenced file"},
      {"through-link.gltf", gltf_with(kOneNode, "link.bin"), "outside its folder"},
      {"missing-buffer.gltf", gltf_with(kOneNode, "nowhere.bin"), ""},
      {"kaydara.fbx", std::string("Kaydara FBX Binary  \0\x1a\0\xe8\x1c\0\0\xff\xff\xff\x7f", 31), "damaged"},
      {"unknown.xyz", "0 0 0\n", "glb, gltf, obj, stl, ply, fbx"},
      {"no-extension", "0 0 0\n", "glb, gltf, obj, stl, ply, fbx"},
  };
}

TEST(Zoo, EveryBadFileEndsInOneClearLine) {
  const ScratchFolder outer;
  const fs::path folder = outer / "model";
  write_file(outer / "secret.bin", binary_part());
  for (const Bad& bad : bad_files()) {
    SCOPED_TRACE(bad.file);
    write_file(folder / bad.file, bad.content);
    std::error_code code;
    fs::create_symlink(outer / "secret.bin", folder / "link.bin", code);
    const auto before = std::chrono::steady_clock::now();
    const auto leg = test::load(folder / bad.file);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    EXPECT_LT(seconds, 20.0);
    if (leg) {
      ADD_FAILURE() << "was read: " << (*leg)->triangle_count() << " triangles";
      continue;
    }
    const std::string message = leg.error().message();
    EXPECT_EQ(message.find('\n'), std::string::npos);
    EXPECT_NE(message.find(bad.file), std::string::npos) << message;
    EXPECT_NE(message.find(bad.says), std::string::npos) << message;
    EXPECT_LT(message.size(), 600U);
  }
}

TEST(Zoo, PlacesThatHoldNoModel) {
  const ScratchFolder outer;
  fs::create_directories(outer / "empty");
  write_file(outer / "texts/readme.txt", "nothing here");
  fs::create_directories(outer / "nested/below.glb");
  write_file(outer / "nested/deeper/good.glb", good_glb());
  ASSERT_EQ(::mkfifo((outer / "pipe.glb").c_str(), 0600), 0);
  ASSERT_EQ(::mkfifo((outer / "nested/pipe.glb").c_str(), 0600), 0);
  for (const auto& [path, says] :
       std::vector<std::pair<std::string, std::string>>{{"missing.glb", "No such file"},
                                                        {"missing-folder/", "No such file"},
                                                        {"empty", "holds no mesh files"},
                                                        {"texts", "holds no mesh files"},
                                                        {"pipe.glb", "neither a file nor a folder"},
                                                        {"nested", "regular file"}}) {
    const auto leg = test::load(outer / path);
    ASSERT_FALSE(leg.has_value()) << path;
    EXPECT_NE(leg.error().message().find(says), std::string::npos) << leg.error().message();
    EXPECT_NE(leg.error().message().find(path), std::string::npos) << leg.error().message();
  }
}

TEST(Zoo, WhatMayNotBeRead) {
  if (::geteuid() == 0) {
    GTEST_SKIP() << "the superuser may read everything";
  }
  const ScratchFolder outer;
  write_file(outer / "locked.glb", good_glb());
  write_file(outer / "shut/good.glb", good_glb());
  fs::permissions(outer / "locked.glb", fs::perms::none);
  fs::permissions(outer / "shut", fs::perms::none);
  for (const char* path : {"locked.glb", "shut", "shut/good.glb"}) {
    const auto leg = test::load(outer / path);
    ASSERT_FALSE(leg.has_value()) << path;
    EXPECT_NE(leg.error().message().find("ermission"), std::string::npos) << leg.error().message();
  }
  fs::permissions(outer / "shut", fs::perms::owner_all);
}

TEST(Zoo, ADeepTreeEitherLoadsOrIsRefused) {
  std::string chain = R"("scene":0,"scenes":[{"nodes":[0]}],"nodes":[)";
  for (int i = 0; i < 60'000; ++i) {
    chain += R"({"children":[)" + std::to_string(i + 1) + "]},";
  }
  chain += R"({"mesh":0}])";
  const ScratchFolder folder;
  write_file(folder / "deep.gltf", gltf_with(chain, data_uri()));
  const auto leg = test::load(folder / "deep.gltf");
  EXPECT_TRUE(leg.has_value() || leg.error().message().find("deep.gltf") != std::string::npos);
}

TEST(Zoo, ATriangleThatNamesNoVertexCostsItself) {
  geometry::Mesh out_of_range = tetrahedron();
  out_of_range.triangles[3].z = 4'000'000;
  const ScratchFolder folder;
  write_file(folder / "index.glb", test::glb_of({{"thing", out_of_range}}));
  const auto leg = test::load(folder / "index.glb");
  EXPECT_TRUE(!leg || (*leg)->triangle_count() == 3);
}

TEST(Zoo, BuffersInTheFolderAndInTheTextAreFine) {
  const ScratchFolder folder;
  write_file(folder / "part.bin", binary_part());
  write_file(folder / "beside.gltf", gltf_with(kOneNode, "part.bin"));
  write_file(folder / "within.gltf", gltf_with(kOneNode, data_uri()));
  for (const char* name : {"beside.gltf", "within.gltf"}) {
    const auto leg = test::load(folder / name);
    ASSERT_TRUE(leg.has_value()) << leg.error().message();
    EXPECT_EQ((*leg)->triangle_count(), 4U);
    EXPECT_TRUE((*leg)->structures.front().closed);
  }
}

TEST(Zoo, OneBadFileCostsOnlyItself) {
  const ScratchFolder folder;
  for (const auto& [id, mesh] : test::right_leg()) {
    write_file(folder / (id + "_right.stl"), test::stl_bytes(mesh));
  }
  write_file(folder / "aaa.glb", "no mesh at all");
  write_file(folder / "soleus_right.obj", "v nan 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
  write_file(folder / "zzz.fbx", "");
  write_file(folder / "notes.txt", "other files are ignored");
  const auto leg = test::load(folder.path());
  ASSERT_TRUE(leg.has_value()) << leg.error().message();
  EXPECT_EQ((*leg)->structures.size(), test::right_leg().size());
  EXPECT_TRUE((*leg)->tibia_length_mm.has_value());
  ASSERT_EQ((*leg)->warnings.size(), 3U);
  EXPECT_NE((*leg)->warnings[0].find("aaa.glb"), std::string::npos);
  EXPECT_NE((*leg)->warnings[1].find("soleus_right.obj"), std::string::npos);
  EXPECT_NE((*leg)->warnings[2].find("zzz.fbx"), std::string::npos);
}

TEST(Zoo, AWorkerThatDiesOrLiesIsAnError) {
  const ScratchFolder folder;
  write_file(folder / "good.glb", good_glb());
  for (const char* program : {"/bin/false", "/bin/true", "/nonexistent/program"}) {
    const auto leg = test::load(folder / "good.glb", {.unit = "", .up = "", .use_cache = false, .worker = program});
    ASSERT_FALSE(leg.has_value()) << program;
  }
  // Answers with a record whose counts are absurd.
  const fs::path liar = folder / "liar.sh";
  write_file(liar, "#!/bin/sh\nprintf '\\377\\377\\377\\377\\377\\377\\377\\177\\0\\0\\0\\0' > \"$2\"\n");
  fs::permissions(liar, fs::perms::owner_all);
  const auto leg = test::load(folder / "good.glb", {.unit = "", .up = "", .use_cache = false, .worker = liar});
  ASSERT_FALSE(leg.has_value());
  EXPECT_NE(leg.error().message().find("crashed"), std::string::npos);
}

TEST(Zoo, CancellingEndsTheWorker) {
  const ScratchFolder folder;
  write_file(folder / "good.glb", good_glb());
  const fs::path sleeper = folder / "sleeper.sh";
  write_file(sleeper, "#!/bin/sh\nexec sleep 100\n");
  fs::permissions(sleeper, fs::perms::owner_all);
  Progress progress;
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    progress.cancel();
  });
  const auto before = std::chrono::steady_clock::now();
  const auto leg = load_model(folder / "good.glb", {.unit = "", .up = "", .use_cache = false, .worker = sleeper},
                              test::catalogue(), progress);
  canceller.join();
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(5));
  ASSERT_FALSE(leg.has_value());
  EXPECT_NE(leg.error().message().find("cancelled"), std::string::npos);
}

}  // namespace
}  // namespace crus::atlas
