// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.signing.MessageSigning;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.mta.acceptance.ContentExamination;
import org.pabal.mta.acceptance.Examined;
import org.pabal.mta.ledger.Fact;
import org.pabal.smtp.Verdict;

/// One mail that is signed as it comes in. For one thread.
final class SignedContent implements ContentExamination {
    private static final byte[] NO_FIELDS = {};

    private final MailSigner signer;
    private final BodyHashes body = new BodyHashes();
    private List<SigningKey> keys = List.of();
    private Optional<MessageSigning> signing = Optional.empty();

    SignedContent(MailSigner signer) {
        this.signer = signer;
    }

    @Override
    public byte[] header(byte[] section) {
        MessageHeader header = MessageHeader.parse(section);
        keys = signer.keys(header);
        if (!keys.isEmpty()) {
            signing = Optional.of(signer.sign(header, body, keys));
        }
        return section;
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        if (signing.isPresent()) {
            body.write(octets, offset, length);
        }
    }

    @Override
    public Examined finish() {
        if (signing.isEmpty()) {
            return Examined.PASSED;
        }
        body.end();
        return new Examined(
                Verdict.ACCEPT,
                NO_FIELDS,
                signing.get().finish(),
                Map.of(Fact.SIGNED, names()),
                "");
    }

    private String names() {
        return keys.stream()
                .map(key -> key.selector() + "._domainkey." + key.domain())
                .collect(Collectors.joining(" "));
    }

    /// A milter that changes what was signed would break the signatures: the changed mail gets its
    /// own.
    @Override
    public Optional<ContentExamination> anew() {
        return Optional.of(new SignedContent(signer));
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
