#include "engine/tls/ssl_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/stat.h>
#include <algorithm>
#include <cctype>
#include <cerrno>

namespace asyncio {

namespace detail {

void throw_ssl_error() {
    const unsigned long error = ERR_get_error();
    ERR_clear_error();
    const char* text = ERR_reason_error_string(error);
    std::string reason = text ? text : "unknown error";
    std::string symbol = reason;
    std::transform(symbol.begin(), symbol.end(), symbol.begin(), [](unsigned char c) {
        return std::isalnum(c) ? static_cast<char>(std::toupper(c)) : '_';
    });
    throw ssl::SSLError(std::move(symbol), reason);
}

namespace {

void check(bool ok) {
    if (!ok) throw_ssl_error();
}

// OpenSSL says less about a file that is missing.
void check_file(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) throw_os_error(errno);
}

void check_timeout(const char* name, std::optional<double> given) {
    if (given && *given <= 0)
        throw ValueError(std::string(name) + " should be a positive number, got " + seconds_text(*given));
}

}  // namespace

std::string seconds_text(double seconds) {
    const std::string text = repr(seconds);
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

void SslConfig::check_timeouts() const {
    check_timeout("ssl_handshake_timeout", handshake_timeout);
    check_timeout("ssl_shutdown_timeout", shutdown_timeout);
}

std::optional<SslConfig> SslRequest::config(const std::string& host) const {
    if (context_)
        return SslConfig{*context_, server_hostname_.value_or(host), handshake_timeout_, shutdown_timeout_};
    if (server_hostname_) throw ValueError("server_hostname is only meaningful with ssl");
    if (handshake_timeout_) throw ValueError("ssl_handshake_timeout is only meaningful with ssl");
    if (shutdown_timeout_) throw ValueError("ssl_shutdown_timeout is only meaningful with ssl");
    return std::nullopt;
}

}  // namespace detail

namespace ssl {

using detail::check;

struct SSLContext::Settings {
    explicit Settings(Protocol which)
        : protocol(which),
          context(
              SSL_CTX_new(which == Protocol::PROTOCOL_TLS_CLIENT ? TLS_client_method() : TLS_server_method()),
              SSL_CTX_free) {}
    Protocol protocol;
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context;
    bool check_hostname = false;
};

SSLContext::SSLContext(Protocol protocol) : settings_(std::make_shared<Settings>(protocol)) {
    check(native() != nullptr);
    SSL_CTX_set_min_proto_version(native(), TLS1_2_VERSION);
    SSL_CTX_set_mode(native(), SSL_MODE_AUTO_RETRY | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                   SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    // A peer that closes without a word is at its end, as Python has it by default.
    SSL_CTX_set_options(native(),
                        SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    const unsigned char id[] = "loopscope";
    SSL_CTX_set_session_id_context(native(), id, sizeof id - 1);
    if (protocol == Protocol::PROTOCOL_TLS_CLIENT) set_check_hostname(true);
}

ssl_ctx_st* SSLContext::native() const noexcept { return settings_->context.get(); }

void SSLContext::load_cert_chain(const std::string& certfile, const std::string& keyfile) const {
    const std::string& key = keyfile.empty() ? certfile : keyfile;
    detail::check_file(certfile);
    detail::check_file(key);
    check(SSL_CTX_use_certificate_chain_file(native(), certfile.c_str()) == 1);
    check(SSL_CTX_use_PrivateKey_file(native(), key.c_str(), SSL_FILETYPE_PEM) == 1);
    check(SSL_CTX_check_private_key(native()) == 1);
}

void SSLContext::load_verify_locations(const std::string& cafile) const {
    detail::check_file(cafile);
    check(SSL_CTX_load_verify_locations(native(), cafile.c_str(), nullptr) == 1);
}

void SSLContext::load_verify_data(const std::string& cadata) const {
    const std::unique_ptr<BIO, int (*)(BIO*)> bio(
        BIO_new_mem_buf(cadata.data(), static_cast<int>(cadata.size())), BIO_free);
    int count = 0;
    while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
        X509_STORE_add_cert(SSL_CTX_get_cert_store(native()), certificate);
        X509_free(certificate);
        ++count;
    }
    check(count > 0);
    ERR_clear_error();  // the end of the text is one
}

void SSLContext::load_default_certs() const { check(SSL_CTX_set_default_verify_paths(native()) == 1); }

void SSLContext::set_ciphers(const std::string& ciphers) const {
    check(SSL_CTX_set_cipher_list(native(), ciphers.c_str()) == 1);
}

Protocol SSLContext::protocol() const { return settings_->protocol; }

bool SSLContext::check_hostname() const { return settings_->check_hostname; }

void SSLContext::set_check_hostname(bool on) const {
    settings_->check_hostname = on;
    if (on && verify_mode() == CERT_NONE) set_verify_mode(CERT_REQUIRED);
}

VerifyMode SSLContext::verify_mode() const {
    const int mode = SSL_CTX_get_verify_mode(native());
    if (!(mode & SSL_VERIFY_PEER)) return CERT_NONE;
    return mode & SSL_VERIFY_FAIL_IF_NO_PEER_CERT ? CERT_REQUIRED : CERT_OPTIONAL;
}

void SSLContext::set_verify_mode(VerifyMode mode) const {
    if (mode == CERT_NONE && check_hostname())
        throw ValueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.");
    const int required = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    const int native_mode = mode == CERT_NONE       ? SSL_VERIFY_NONE
                            : mode == CERT_OPTIONAL ? SSL_VERIFY_PEER
                                                    : required;
    SSL_CTX_set_verify(native(), native_mode, nullptr);
}

SSLContext create_default_context(Purpose::Value purpose, const std::string& cafile) {
    return create_default_context(purpose, DefaultContextOptions{.cafile = cafile});
}

SSLContext create_default_context(Purpose::Value purpose, DefaultContextOptions options) {
    const bool of_server = purpose == Purpose::CLIENT_AUTH;
    SSLContext context(of_server ? PROTOCOL_TLS_SERVER : PROTOCOL_TLS_CLIENT);
    if (!options.cafile.empty()) context.load_verify_locations(std::string(options.cafile));
    if (!options.cadata.empty()) context.load_verify_data(std::string(options.cadata));
    if (options.cafile.empty() && options.cadata.empty() && !of_server) context.load_default_certs();
    return context;
}

}  // namespace ssl
}  // namespace asyncio
