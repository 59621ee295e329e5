// One end of a TLS connection as OpenSSL sees it: bytes of the network in and out of memory, never a socket.
#pragma once

#include "engine/base/extra_info.h"
#include "engine/tls/ssl_context.h"

#include <memory>
#include <string>
#include <string_view>

struct ssl_st;  // OpenSSL's SSL

namespace asyncio::detail {

// What shake_hands(), write() and shut_down() came to.
enum class SslProgress { done, needs_peer };

class SslSession {
public:
    // Throws SSLError, also for a context that is of the other side; ValueError if a name is to be checked
    // and there is none.
    SslSession(const SslConfig& config, bool server_side);

    // Bytes that came from the network.
    void feed(std::string_view data);
    // Bytes that were fed and not read yet.
    std::size_t incoming() const;
    // Bytes for the network; empties it.
    std::string take_outgoing();

    // All throw SSLError.
    SslProgress shake_hands();
    // Takes away what was written from the front of `data`.
    SslProgress write(std::string_view& data);
    // Appends what the peer wrote; `done` when the peer has closed its side.
    SslProgress read(std::string& data);
    SslProgress shut_down();

    // "cipher", "peercert", "sslcontext"; "compression" is None, as nobody compresses any more.
    ExtraInfo get_extra_info(std::string_view name) const;

private:
    SslProgress progress_of(int result);
    [[noreturn]] void throw_error();
    void demand_hostname(const std::string& hostname);

    ssl::SSLContext context_;
    std::string hostname_;
    std::unique_ptr<ssl_st, void (*)(ssl_st*)> ssl_;
};

}  // namespace asyncio::detail
