// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

/// The signature of an ARC-Seal: over the ARC fields alone. RFC 8617 §4.1.3.
record SealSignature(
        SignatureAlgorithm algorithm, String domain, String selector, byte[] signature) {

    static SealSignature parse(SignatureTags tags) throws UnusableSignatureException {
        if (tags.has("h")) {
            throw new UnusableSignatureException(
                    DkimResult.PERMERROR, "h= does not belong in a seal");
        }
        SignatureAlgorithm algorithm = tags.algorithm();
        String domain = tags.domain();
        tags.time("t");
        return new SealSignature(algorithm, domain, tags.selector(domain), tags.base64("b"));
    }

    String keyName() {
        return selector + "._domainkey." + domain;
    }
}
