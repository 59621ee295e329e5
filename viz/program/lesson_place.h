// Where the class is, told from the window that it sees to the window of the teacher's notes: two lines in a
// file.
#pragma once

#include "viz/services.h"

#include <filesystem>

namespace loopscope::program {

// "lesson" in the state folder.
std::filesystem::path lesson_file();

// Nobody misses it if that is not possible.
void keep_lesson_place(const viz::LessonPlace& place) noexcept;

// What was kept last; nothing if there is none.
viz::LessonPlace read_lesson_place();

}  // namespace loopscope::program
