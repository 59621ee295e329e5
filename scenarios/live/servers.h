// The servers of `loopscope live`: what each does with a guest.
#pragma once

#include "scenarios/live/guest.h"

#include <functional>
#include <string>
#include <vector>

namespace loopscope::scenarios::live {

using Handler = std::function<asyncio::Coroutine<>(Guest)>;

Handler echo();
Handler chat();
Handler http();

struct Server {
    std::string name;  // as on the command line
    std::function<Handler()> make;
    Limits limits;
};

const std::vector<Server>& servers();

}  // namespace loopscope::scenarios::live
