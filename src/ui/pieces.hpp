// The panels' parts. Private to the room.
#pragma once

#include "ui/widgets.hpp"

namespace crus::ui {

void draw_panel(const Frame& frame);                                     // left: highlights, layers, structures
void draw_motion_switches(const Frame& frame);                           // in it: lines, ghost, second heart
void draw_pain_panel(const Frame& frame);                                // in its place: patterns, symptoms, care
void draw_pain_guide(const Frame& frame);                                // its lower part, from symptoms to evidence
void draw_motion_panel(const Frame& frame);                              // or: the leg in motion, poses, numbers
void draw_motion_numbers(const Frame& frame);                            // its plots
void angle_slider(const Frame& frame, float width);                      // of the ankle, range shaded, its words
void draw_care(const Frame& frame);                                      // its self-care
void draw_course(const Frame& frame);                                    // over the picture: the course under way
void draw_hurt(const Frame& frame);                                      // its upper part: where does it hurt?
void draw_red_flags(const Frame& frame);                                 // beside a shown pattern, always
void draw_structures(const Frame& frame);                                // search field and rows, inside the panel
void structure_menu(const Frame& frame, const LegStructure& structure);  // inside an open popup
void draw_card(const Frame& frame);                                      // right: what is selected
void draw_menu_bar(const Frame& frame);                                  // top left
void draw_view_bar(const Frame& frame);                                  // above the picture
void draw_tools(const Frame& frame);                                     // top right
void draw_transport(const Frame& frame);                                 // below the picture
void draw_status(const Frame& frame);
void draw_loading(const Frame& frame);
void draw_hover_name(const Frame& frame);
void draw_picture_menu(const Frame& frame);
void draw_under_pointer(const Frame& frame);
void draw_help(const Frame& frame);
void draw_messages(const Frame& frame);
void draw_about(const Frame& frame);
void draw_files(const Frame& frame);

// Hidden by hand or by what is isolated.
[[nodiscard]] bool is_hidden(const Session& session, const std::string& id);

}  // namespace crus::ui
