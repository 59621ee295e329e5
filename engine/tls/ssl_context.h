// TLS settings, over OpenSSL: Python's ssl.SSLContext, as much of it as streams need.
#pragma once

#include "engine/base/errors.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace asyncio::ssl {

// str() is "[SSL: REASON] what went wrong".
class SSLError : public OSError {
public:
    SSLError(std::string reason, const std::string& text)
        : OSError("[SSL: " + reason + "] " + text), reason_(std::move(reason)) {}
    // Not OpenSSL's: without a reason.
    explicit SSLError(std::string text) : OSError(std::move(text)) {}
    // As "WRONG_VERSION_NUMBER".
    const std::string& reason() const noexcept { return reason_; }

private:
    std::string reason_;
};

// The peer's certificate was not accepted.
class SSLCertVerificationError : public SSLError {
public:
    SSLCertVerificationError(int verify_code, std::string verify_message)
        : SSLError("CERTIFICATE_VERIFY_FAILED", "certificate verify failed: " + verify_message),
          verify_code_(verify_code),
          verify_message_(std::move(verify_message)) {}
    // OpenSSL's X509_V_ERR_...
    int verify_code() const noexcept { return verify_code_; }
    const std::string& verify_message() const noexcept { return verify_message_; }

private:
    int verify_code_;
    std::string verify_message_;
};

enum class VerifyMode { CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED };
inline constexpr VerifyMode CERT_NONE = VerifyMode::CERT_NONE;
inline constexpr VerifyMode CERT_OPTIONAL = VerifyMode::CERT_OPTIONAL;
inline constexpr VerifyMode CERT_REQUIRED = VerifyMode::CERT_REQUIRED;

enum class Protocol { PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER };
inline constexpr Protocol PROTOCOL_TLS_CLIENT = Protocol::PROTOCOL_TLS_CLIENT;
inline constexpr Protocol PROTOCOL_TLS_SERVER = Protocol::PROTOCOL_TLS_SERVER;

// Whom the other side is to be authenticated as: SERVER_AUTH is for clients.
struct Purpose {
    enum Value { SERVER_AUTH, CLIENT_AUTH };
};

// TLS 1.2 and later. A handle: copies refer to the same settings, which connections share.
class SSLContext {
public:
    // A client's context demands a certificate that fits the host's name; a server's demands none.
    explicit SSLContext(Protocol protocol);

    // PEM files; without `keyfile` the key is in `certfile`. Throws SSLError, or OSError for a missing file.
    void load_cert_chain(const std::string& certfile, const std::string& keyfile = {}) const;
    // Certificates to trust: a PEM file, PEM text.
    void load_verify_locations(const std::string& cafile) const;
    void load_verify_data(const std::string& cadata) const;
    // Those of the system.
    void load_default_certs() const;
    // OpenSSL's notation; TLS 1.3 has suites of its own. Throws SSLError.
    void set_ciphers(const std::string& ciphers) const;

    bool check_hostname() const;
    // Turning it on demands a certificate.
    void set_check_hostname(bool on) const;
    VerifyMode verify_mode() const;
    // Throws ValueError for CERT_NONE while the host's name is checked.
    void set_verify_mode(VerifyMode mode) const;
    Protocol protocol() const;

    std::string repr() const { return "<ssl.SSLContext>"; }
    friend bool operator==(const SSLContext&, const SSLContext&) = default;

    ssl_ctx_st* native() const noexcept;

private:
    struct Settings;
    std::shared_ptr<Settings> settings_;
};

// Python's: for Purpose::SERVER_AUTH the certificates in `cafile` are trusted, or else the system's.
SSLContext create_default_context(Purpose::Value purpose = Purpose::SERVER_AUTH,
                                  const std::string& cafile = {});
// The keyword arguments: create_default_context({.cafile = path}). Either is trusted in the system's place.
struct DefaultContextOptions {
    std::string_view cafile = {};
    std::string_view cadata = {};
};
SSLContext create_default_context(Purpose::Value purpose, DefaultContextOptions options);
inline SSLContext create_default_context(DefaultContextOptions options) {
    return create_default_context(Purpose::SERVER_AUTH, options);
}

// A context as an argument; none by default. Trivial, so that options may contain it.
class ContextArgument {
public:
    ContextArgument() = default;
    ContextArgument(const SSLContext& context) noexcept : context_(&context) {}
    const SSLContext* get() const noexcept { return context_; }

private:
    const SSLContext* context_ = nullptr;
};

}  // namespace asyncio::ssl

namespace asyncio::detail {

// Clears OpenSSL's queue of errors and throws the first as an SSLError.
[[noreturn]] void throw_ssl_error();

// What one end of a secure connection is made with.
struct SslConfig {
    // Throws ValueError for times that are not positive.
    void check_timeouts() const;
    double handshake_seconds() const { return handshake_timeout.value_or(60); }
    double shutdown_seconds() const { return shutdown_timeout.value_or(30); }

    ssl::SSLContext context;
    std::string server_hostname = {};  // clients: what the certificate must fit; empty: nothing
    std::optional<double> handshake_timeout = {}, shutdown_timeout = {};
};

// A number of seconds that the program gave, as Python shows it: it was an int if it can have been one.
std::string seconds_text(double seconds);

// What the options of a call say of TLS, kept until it is awaited.
class SslRequest {
public:
    template <class Options>
    explicit SslRequest(const Options& options)
        : handshake_timeout_(options.ssl_handshake_timeout), shutdown_timeout_(options.ssl_shutdown_timeout) {
        if constexpr (requires { options.ssl; })
            if (options.ssl.get()) context_ = *options.ssl.get();
        if constexpr (requires { options.server_hostname; })
            if (options.server_hostname.data()) server_hostname_ = options.server_hostname;
    }
    void set_context(ssl::SSLContext context) { context_ = std::move(context); }
    bool has_context() const noexcept { return context_.has_value(); }
    bool has_hostname() const noexcept { return server_hostname_.has_value(); }
    // Nothing without a context. Throws ValueError for what makes no sense then. `host`: what the certificate
    // must fit if the options do not say.
    std::optional<SslConfig> config(const std::string& host = {}) const;

private:
    std::optional<ssl::SSLContext> context_;
    std::optional<std::string> server_hostname_;
    std::optional<double> handshake_timeout_, shutdown_timeout_;
};

}  // namespace asyncio::detail
