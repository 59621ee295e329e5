// The certificate of the other end, as Python's getpeercert() shows it.
#pragma once

#include "engine/base/extra_info.h"

#include <string>
#include <utility>
#include <vector>

struct ssl_st;

namespace asyncio {

namespace ssl {

struct PeerCertificate {
    using Names = std::vector<std::pair<std::string, std::string>>;
    Names subject, issuer;  // ("commonName", "localhost") …
    long version = 0;
    std::string serial_number;          // hexadecimal
    std::string not_before, not_after;  // as "Jan  1 00:00:00 2026 GMT"
    Names subject_alt_name;             // ("DNS", "localhost"), ("IP Address", "127.0.0.1")

    // Python's dict.
    std::string repr() const;
    friend bool operator==(const PeerCertificate&, const PeerCertificate&) = default;
};

}  // namespace ssl

namespace detail {

// A PeerCertificate; an empty one (Python's {}) if it was not `verified`; None if the peer has none.
ExtraInfo peer_certificate(const ssl_st& ssl, bool verified);

}  // namespace detail
}  // namespace asyncio
