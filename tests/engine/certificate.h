// A certificate for tests of TLS.
#pragma once

#include <asyncio.h>
#include <doctest/doctest.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace engine_test {

// A key and a certificate that it signed itself, for localhost and 127.0.0.1, in files of a folder of their
// own.
class Certificate {
public:
    Certificate() : folder_(std::filesystem::temp_directory_path() / "tls_test_XXXXXX") {
        REQUIRE(mkdtemp(folder_.data()) != nullptr);
        const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
        const std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), X509_free);
        fill(certificate.get(), key.get());
        write(this->key(), [&](FILE* file) {
            return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
        write(chain(), [&](FILE* file) { return PEM_write_X509(file, certificate.get()); });
    }
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;
    ~Certificate() { std::filesystem::remove_all(folder_); }

    std::string chain() const { return folder_ + "/chain.pem"; }
    std::string key() const { return folder_ + "/key.pem"; }
    asyncio::ssl::SSLContext server() const {
        const auto context = asyncio::ssl::create_default_context(asyncio::ssl::Purpose::CLIENT_AUTH);
        context.load_cert_chain(chain(), key());
        return context;
    }
    asyncio::ssl::SSLContext client() const {
        return asyncio::ssl::create_default_context(asyncio::ssl::Purpose::SERVER_AUTH, chain());
    }

private:
    static void fill(X509* certificate, EVP_PKEY* key) {
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_NAME* name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_set_pubkey(certificate, key);
        const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> names(
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1"),
            X509_EXTENSION_free);
        X509_add_ext(certificate, names.get(), -1);
        REQUIRE(X509_sign(certificate, key, EVP_sha256()) > 0);
    }

    template <class Write>
    static void write(const std::string& path, Write write_to) {
        FILE* file = std::fopen(path.c_str(), "w");
        REQUIRE(file);
        CHECK(write_to(file) == 1);
        std::fclose(file);
    }

    std::string folder_;
};

}  // namespace engine_test
