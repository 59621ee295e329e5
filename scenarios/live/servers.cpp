#include "scenarios/live/servers.h"

namespace loopscope::scenarios::live {

const std::vector<Server>& servers() {
    static const std::vector<Server> all = {
        {"echo", "nc {host} {port}", echo, {}},
        {"chat", "nc {host} {port}", chat, {}},
        {"http", "http://{host}:{port}/", http, {.line_bytes = 8'192, .lines_per_second = 200}},
    };
    return all;
}

}  // namespace loopscope::scenarios::live
