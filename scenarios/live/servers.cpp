#include "scenarios/live/servers.h"

namespace loopscope::scenarios::live {

const std::vector<Server>& servers() {
    static const std::vector<Server> all = {
        {"echo", echo, {}},
        {"chat", chat, {}},
        // A browser opens several connections at once, also such as it does not use.
        {"http",
         http,
         {.guests = 200,
          .line_bytes = 8'192,
          .lines_per_second = 200,
          .silent_seconds = 10,
          .full = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\n\r\nThere is "
                  "no room left.\n"}},
    };
    return all;
}

}  // namespace loopscope::scenarios::live
