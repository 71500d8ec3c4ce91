// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.BodyHash;
import org.pabal.mailauth.dkim.SignedFields;

/// The signatures of one message while its body comes in.
public final class MessageSigning {
    private final SigningRules rules;
    private final InstantSource clock;
    private final MessageHeader header;
    private final BodyHash bodyHash;
    private final List<SigningKey> keys;

    MessageSigning(
            SigningRules rules,
            InstantSource clock,
            MessageHeader header,
            BodyHash bodyHash,
            List<SigningKey> keys) {
        this.rules = rules;
        this.clock = clock;
        this.header = header;
        this.bodyHash = bodyHash;
        this.keys = List.copyOf(keys);
    }

    /// After the body has ended.
    ///
    /// @return whole DKIM-Signature fields with their line ends, one for each key, to stand above the
    ///     signed header section. RFC 6376 §5.6
    public byte[] finish() {
        Instant now = clock.instant();
        List<String> names = SignedNames.of(header);
        byte[] signed = new SignedFields(header).chosen(names, rules.header(), null);
        StringBuilder fields = new StringBuilder();
        for (SigningKey key : keys) {
            fields.append(signature(key, names, signed, now));
        }
        return fields.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private String signature(SigningKey key, List<String> names, byte[] signed, Instant now) {
        FoldedTags tags = new FoldedTags("DKIM-Signature");
        tags.tag("v", "1");
        tags.tag("a", key.algorithm().tag());
        tags.tag("c", rules.header().text() + "/" + rules.body().text());
        tags.tag("d", key.domain());
        tags.tag("s", key.selector());
        tags.tag("t", Long.toString(now.getEpochSecond()));
        rules.validity()
                .ifPresent(validity ->
                        tags.tag("x", Long.toString(now.plus(validity).getEpochSecond())));
        tags.tag("bh", Base64.getEncoder().encodeToString(bodyHash.octets()));
        tags.names("h", names);
        byte[] own = tags.open("b").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream data = new ByteArrayOutputStream(signed.length + own.length);
        data.writeBytes(signed);
        data.writeBytes(rules.header().unended(own));
        return tags.closed(Base64.getEncoder().encodeToString(key.sign(data.toByteArray())));
    }
}
