#include "engine/tls/peer_certificate.h"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <memory>

namespace asyncio {

namespace {

using ssl::PeerCertificate;

std::string text_of(const ASN1_STRING* text) {
    return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                       static_cast<std::size_t>(ASN1_STRING_length(text)));
}

PeerCertificate::Names names_of(const X509_NAME* name) {
    PeerCertificate::Names names;
    for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
        const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
        const int id = OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry));
        names.emplace_back(OBJ_nid2ln(id), text_of(X509_NAME_ENTRY_get_data(entry)));
    }
    return names;
}

std::string time_of(const ASN1_TIME* time) {
    const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new(BIO_s_mem()), BIO_free);
    ASN1_TIME_print(bio.get(), time);
    std::string text(BIO_ctrl_pending(bio.get()), '\0');
    BIO_read(bio.get(), text.data(), static_cast<int>(text.size()));
    return text;
}

std::string serial_of(const X509* certificate) {
    const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> number(
        ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr), BN_free);
    const std::unique_ptr<char, void (*)(char*)> hex(BN_bn2hex(number.get()),
                                                     [](char* text) { OPENSSL_free(text); });
    return hex.get();
}

std::string ip_text(const ASN1_OCTET_STRING* address) {
    char text[INET6_ADDRSTRLEN] = "";
    const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
    inet_ntop(family, ASN1_STRING_get0_data(address), text, sizeof text);
    return text;
}

PeerCertificate::Names alternative_names(const X509* certificate) {
    PeerCertificate::Names names;
    auto* list =
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; i < sk_GENERAL_NAME_num(list); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(list, i);
        if (name->type == GEN_DNS) names.emplace_back("DNS", text_of(name->d.dNSName));
        if (name->type == GEN_IPADD) names.emplace_back("IP Address", ip_text(name->d.iPAddress));
    }
    GENERAL_NAMES_free(list);
    return names;
}

// Python nests each name in a tuple of its own.
std::string nested(const PeerCertificate::Names& names) {
    std::string text = "(";
    for (const auto& name : names) text += (text.size() > 1 ? ", (" : "(") + repr(name) + ",)";
    return text + (names.size() == 1 ? ",)" : ")");
}

std::string flat(const PeerCertificate::Names& names) {
    std::string text = "(";
    for (const auto& name : names) text += (text.size() > 1 ? ", " : "") + repr(name);
    return text + (names.size() == 1 ? ",)" : ")");
}

}  // namespace

std::string PeerCertificate::repr() const {
    if (*this == PeerCertificate()) return "{}";
    std::string text =
        "{'subject': " + nested(subject) + ", 'issuer': " + nested(issuer) +
        ", 'version': " + std::to_string(version) + ", 'serialNumber': " + asyncio::repr(serial_number) +
        ", 'notBefore': " + asyncio::repr(not_before) + ", 'notAfter': " + asyncio::repr(not_after);
    if (!subject_alt_name.empty()) text += ", 'subjectAltName': " + flat(subject_alt_name);
    return text + "}";
}

ExtraInfo detail::peer_certificate(const ssl_st& ssl, bool verified) {
    const std::unique_ptr<X509, void (*)(X509*)> certificate(SSL_get1_peer_certificate(&ssl), X509_free);
    if (!certificate) return {};
    PeerCertificate shown;
    if (verified) {
        shown.subject = names_of(X509_get_subject_name(certificate.get()));
        shown.issuer = names_of(X509_get_issuer_name(certificate.get()));
        shown.version = X509_get_version(certificate.get()) + 1;
        shown.serial_number = serial_of(certificate.get());
        shown.not_before = time_of(X509_get0_notBefore(certificate.get()));
        shown.not_after = time_of(X509_get0_notAfter(certificate.get()));
        shown.subject_alt_name = alternative_names(certificate.get());
    }
    return ExtraInfo(shown);
}

}  // namespace asyncio
