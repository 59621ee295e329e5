#include "engine/base/address.h"

#include "engine/base/errors.h"
#include "engine/base/sequence.h"

namespace asyncio {

AddressPart Address::operator[](int index) const {
    if (port == kNobody) throw TypeError("'NoneType' object is not subscriptable");
    switch (detail::checked_index(index, is_ipv6() ? 4 : 2, "tuple")) {
        case 0: return AddressPart(host);
        case 1: return AddressPart(port);
        case 2: return AddressPart(static_cast<int>(flowinfo));
        default: return AddressPart(static_cast<int>(scope_id));
    }
}

std::string Address::repr() const {
    if (is_path()) return asyncio::repr(host);
    if (port == kNobody) return "None";
    std::string text = "(" + asyncio::repr(host) + ", " + std::to_string(port);
    if (is_ipv6()) text += ", " + std::to_string(flowinfo) + ", " + std::to_string(scope_id);
    return text + ")";
}

}  // namespace asyncio
