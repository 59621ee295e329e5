#include "engine/tls/ssl_session.h"

#include "engine/tls/peer_certificate.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <tuple>

namespace asyncio::detail {

namespace {

bool is_ip_address(const std::string& host) {
    unsigned char binary[sizeof(in6_addr)];
    return inet_pton(AF_INET, host.c_str(), binary) == 1 || inet_pton(AF_INET6, host.c_str(), binary) == 1;
}

// In Python's order.
void check_side(const SslConfig& config, bool server_side) {
    const ssl::SSLContext& context = config.context;
    if (context.check_hostname() && (server_side || config.server_hostname.empty()))
        throw ValueError("check_hostname requires server_hostname");
    if (server_side && context.protocol() == ssl::PROTOCOL_TLS_CLIENT)
        throw ssl::SSLError("Cannot create a server socket with a PROTOCOL_TLS_CLIENT context");
    if (!server_side && context.protocol() == ssl::PROTOCOL_TLS_SERVER)
        throw ssl::SSLError("Cannot create a client socket with a PROTOCOL_TLS_SERVER context");
}

}  // namespace

SslSession::SslSession(const SslConfig& config, bool server_side)
    : context_(config.context), ssl_(SSL_new(config.context.native()), SSL_free) {
    if (!ssl_) throw_ssl_error();
    check_side(config, server_side);
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    // Nothing there is "not yet", not the end.
    BIO_set_mem_eof_return(SSL_get_rbio(ssl_.get()), -1);
    if (server_side) {
        SSL_set_accept_state(ssl_.get());
        return;
    }
    SSL_set_connect_state(ssl_.get());
    if (!config.server_hostname.empty()) demand_hostname(config.server_hostname);
}

void SslSession::demand_hostname(const std::string& hostname) {
    hostname_ = hostname;
    const bool numeric = is_ip_address(hostname);
    if (!numeric) SSL_set_tlsext_host_name(ssl_.get(), hostname.c_str());
    if (!context_.check_hostname()) return;
    X509_VERIFY_PARAM* parameters = SSL_get0_param(ssl_.get());
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    const int ok = numeric ? X509_VERIFY_PARAM_set1_ip_asc(parameters, hostname.c_str())
                           : X509_VERIFY_PARAM_set1_host(parameters, hostname.c_str(), hostname.size());
    if (ok != 1) throw_ssl_error();
}

void SslSession::feed(std::string_view data) {
    BIO_write(SSL_get_rbio(ssl_.get()), data.data(), static_cast<int>(data.size()));
}

std::size_t SslSession::incoming() const { return BIO_ctrl_pending(SSL_get_rbio(ssl_.get())); }

std::string SslSession::take_outgoing() {
    BIO* out = SSL_get_wbio(ssl_.get());
    std::string data(BIO_ctrl_pending(out), '\0');
    if (!data.empty()) BIO_read(out, data.data(), static_cast<int>(data.size()));
    return data;
}

SslProgress SslSession::progress_of(int result) {
    if (result > 0) return SslProgress::done;
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE: return SslProgress::needs_peer;
        case SSL_ERROR_ZERO_RETURN: return SslProgress::done;
        default: throw_error();
    }
}

void SslSession::throw_error() {
    const long verified = SSL_get_verify_result(ssl_.get());
    const bool by_verification = ERR_GET_REASON(ERR_peek_error()) == SSL_R_CERTIFICATE_VERIFY_FAILED;
    if (!by_verification) throw_ssl_error();
    ERR_clear_error();
    std::string text = X509_verify_cert_error_string(verified);
    if (verified == X509_V_ERR_HOSTNAME_MISMATCH)
        text = "Hostname mismatch, certificate is not valid for '" + hostname_ + "'.";
    if (verified == X509_V_ERR_IP_ADDRESS_MISMATCH)
        text = "IP address mismatch, certificate is not valid for '" + hostname_ + "'.";
    throw ssl::SSLCertVerificationError(static_cast<int>(verified), std::move(text));
}

SslProgress SslSession::shake_hands() {
    ERR_clear_error();
    return progress_of(SSL_do_handshake(ssl_.get()));
}

SslProgress SslSession::write(std::string_view& data) {
    while (!data.empty()) {
        ERR_clear_error();
        std::size_t written = 0;
        const int result = SSL_write_ex(ssl_.get(), data.data(), data.size(), &written);
        if (result <= 0) return progress_of(result);
        data.remove_prefix(written);
    }
    return SslProgress::done;
}

SslProgress SslSession::read(std::string& data) {
    constexpr std::size_t kRecord = 16 * 1024;  // the most that one TLS record carries
    while (true) {
        ERR_clear_error();
        const std::size_t had = data.size();
        std::size_t got = 0;
        data.resize(had + kRecord);
        const int result = SSL_read_ex(ssl_.get(), data.data() + had, kRecord, &got);
        data.resize(had + got);
        if (result <= 0) return progress_of(result);
    }
}

SslProgress SslSession::shut_down() {
    ERR_clear_error();
    const int result = SSL_shutdown(ssl_.get());
    return result == 0 ? SslProgress::needs_peer : progress_of(result);
}

ExtraInfo SslSession::get_extra_info(std::string_view name) const {
    if (name == "sslcontext") return ExtraInfo(context_);
    if (name == "peercert") return peer_certificate(*ssl_, context_.verify_mode() != ssl::CERT_NONE);
    const SSL_CIPHER* cipher = SSL_get_current_cipher(ssl_.get());
    if (name != "cipher" || !cipher) return {};
    return ExtraInfo(std::tuple<std::string, std::string, int>(
        SSL_CIPHER_get_name(cipher), SSL_CIPHER_get_version(cipher), SSL_CIPHER_get_bits(cipher, nullptr)));
}

}  // namespace asyncio::detail
