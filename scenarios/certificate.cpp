#include "scenarios/scenario.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <cstdio>
#include <memory>

namespace loopscope::scenarios {

namespace {

template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

constexpr long kLifetime = 24 * 60 * 60;  // seconds

Owned<X509> self_signed(EVP_PKEY* key) {
    Owned<X509> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kLifetime);
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const auto* host = reinterpret_cast<const unsigned char*>("localhost");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key);
    const Owned<X509_EXTENSION> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"), X509_EXTENSION_free);
    X509_add_ext(certificate.get(), names.get(), -1);
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

}  // namespace

std::string make_certificate(const std::string& folder) {
    const Owned<EVP_PKEY> key(EVP_RSA_gen(2048), EVP_PKEY_free);
    const Owned<X509> certificate = self_signed(key.get());
    const std::string path = folder + "/localhost.pem";
    FILE* file = std::fopen(path.c_str(), "w");
    if (!file) throw asyncio::OSError(errno, "no certificate", path);
    const bool written = PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
                         PEM_write_X509(file, certificate.get()) == 1;
    std::fclose(file);
    if (!written) throw asyncio::OSError(EIO, "no certificate", path);
    return path;
}

}  // namespace loopscope::scenarios
