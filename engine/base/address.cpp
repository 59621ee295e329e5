#include "engine/base/address.h"

namespace asyncio {

std::string Address::repr() const {
    if (is_path()) return asyncio::repr(host);
    std::string text = "(" + asyncio::repr(host) + ", " + std::to_string(port);
    if (is_ipv6()) text += ", " + std::to_string(flowinfo) + ", " + std::to_string(scope_id);
    return text + ")";
}

}  // namespace asyncio
