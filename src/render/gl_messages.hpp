// What the driver complains about, kept until asked for.
#pragma once

#include <string>
#include <vector>

namespace crus::render {

class GlMessages {
 public:
  // Listens through KHR_debug where the context has it.
  GlMessages();
  ~GlMessages();
  GlMessages(const GlMessages&) = delete;
  GlMessages& operator=(const GlMessages&) = delete;

  void add(std::string text);
  // Also fetches what glGetError holds.
  [[nodiscard]] std::vector<std::string> take();

 private:
  bool listening_ = false;
  std::vector<std::string> texts_;
};

}  // namespace crus::render
