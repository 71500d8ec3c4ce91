// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.arc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;
import org.pabal.mailauth.dkim.BodyHash;
import org.pabal.mailauth.dkim.Canonicalization;
import org.pabal.mailauth.dkim.SignedFields;
import org.pabal.mailauth.dkim.signing.FoldedTags;
import org.pabal.mailauth.dkim.signing.SigningKey;

/// The set that is added to one message, while its body goes by.
public final class ArcSealing {
    private final InstantSource clock;
    private final MessageHeader header;
    private final BodyHash bodyHash;

    ArcSealing(InstantSource clock, MessageHeader header, BodyHash bodyHash) {
        this.clock = clock;
        this.header = header;
        this.bodyHash = bodyHash;
    }

    /// After the body has ended.
    ///
    /// @param chain as the message came in with it
    /// @param results what we have found of the message, as in an Authentication-Results field:
    ///     authserv-id and results, folded with CRLF and a blank if at all
    /// @return the three fields with their line ends, to stand above the header section; empty when
    ///     nothing may be added (see {@link ArcOutcome.Continuation})
    public Optional<byte[]> finish(ArcOutcome chain, String results, SigningKey key) {
        if (chain.next() != ArcOutcome.Continuation.OPEN) {
            return Optional.empty();
        }
        int instance = chain.instance() + 1;
        String time = Long.toString(clock.instant().getEpochSecond());
        RawField found =
                field(ChainReader.RESULTS + ": i=" + instance + ";\r\n\t" + results + "\r\n");
        RawField signature = field(signature(instance, key, time));
        List<ArcSet> before = chain.result() == ArcResult.PASS ? chain.sets() : List.of();
        RawField seal = field(seal(instance, key, time, chain.result(), before, found, signature));
        ByteArrayOutputStream set = new ByteArrayOutputStream(2_048);
        set.writeBytes(seal.octets());
        set.writeBytes(signature.octets());
        set.writeBytes(found.octets());
        return Optional.of(set.toByteArray());
    }

    private static RawField field(String text) {
        List<RawField> fields = MessageHeader.parse(text.getBytes(StandardCharsets.UTF_8)).fields();
        if (fields.size() != 1 || fields.getFirst().octets().length != utf8Length(text)) {
            throw new IllegalArgumentException("not one header field: " + text);
        }
        return fields.getFirst();
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// RFC 8617 §4.1.2.
    private String signature(int instance, SigningKey key, String time) {
        List<String> names = SealedNames.of(header);
        FoldedTags tags = new FoldedTags(ChainReader.SIGNATURE);
        tags.tag("i", Integer.toString(instance));
        tags.tag("a", key.algorithm().tag());
        tags.tag("c", "relaxed/relaxed");
        tags.tag("d", key.domain());
        tags.tag("s", key.selector());
        tags.tag("t", time);
        tags.tag("bh", Base64.getEncoder().encodeToString(bodyHash.octets()));
        tags.names("h", names);
        ByteArrayOutputStream data = new ByteArrayOutputStream(4_096);
        data.writeBytes(new SignedFields(header).chosen(names, Canonicalization.RELAXED, null));
        return signed(tags, data, key);
    }

    /// Seals all sets, or, when the chain is broken, ours alone: nobody could tell which fields to
    /// take and in what order. RFC 8617 §5.1.1, §5.1.2.
    private static String seal(
            int instance,
            SigningKey key,
            String time,
            ArcResult chain,
            List<ArcSet> before,
            RawField found,
            RawField signature) {
        FoldedTags tags = new FoldedTags(ChainReader.SEAL);
        tags.tag("i", Integer.toString(instance));
        tags.tag("a", key.algorithm().tag());
        tags.tag("cv", chain.text());
        tags.tag("d", key.domain());
        tags.tag("s", key.selector());
        tags.tag("t", time);
        ByteArrayOutputStream data = new ByteArrayOutputStream(4_096);
        for (ArcSet set : before) {
            data.writeBytes(Canonicalization.RELAXED.field(set.found()));
            data.writeBytes(Canonicalization.RELAXED.field(set.signature()));
            data.writeBytes(Canonicalization.RELAXED.field(set.seal()));
        }
        data.writeBytes(Canonicalization.RELAXED.field(found));
        data.writeBytes(Canonicalization.RELAXED.field(signature));
        return signed(tags, data, key);
    }

    private static String signed(FoldedTags tags, ByteArrayOutputStream data, SigningKey key) {
        byte[] own = tags.open("b").getBytes(StandardCharsets.US_ASCII);
        data.writeBytes(Canonicalization.RELAXED.unended(own));
        return tags.closed(Base64.getEncoder().encodeToString(key.sign(data.toByteArray())));
    }
}
