#include "viz/program/lesson_place.h"

#include "engine/trace/output_file.h"
#include "viz/program/answers.h"

#include <exception>
#include <fstream>
#include <string>

namespace loopscope::program {

std::filesystem::path lesson_file() { return state_folder() / "lesson"; }

void keep_lesson_place(const viz::LessonPlace& place) noexcept try {
    std::filesystem::create_directories(state_folder());
    trace::replace_file(lesson_file().string(), [&](trace::OutputFile& file) {
        file.write(place.plan + "\n" + place.scenario + "\n");
    });
} catch (const std::exception&) {
    return;  // a folder that cannot be written to: there is no second window then
}

viz::LessonPlace read_lesson_place() {
    std::ifstream file(lesson_file());
    viz::LessonPlace place;
    std::getline(file, place.plan);
    std::getline(file, place.scenario);
    return place;
}

}  // namespace loopscope::program
