// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import java.util.List;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.signing.DkimSigner;
import org.pabal.mailauth.dkim.signing.MessageSigning;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.mta.acceptance.AnnouncedMail;
import org.pabal.mta.acceptance.ContentExamination;
import org.pabal.mta.acceptance.ContentExaminer;

/// Signs mail with the keys of its author's domain, while it comes in. Safe for use by many threads.
///
/// The signatures stand below our Received field: they speak of what stands below them, and who
/// reads the trace from the top sees that Received was not signed.
public final class MailSigner implements ContentExaminer {
    private static final byte[] NOTHING = {};

    private final KeyRing ring;
    private final DkimSigner signer;

    public MailSigner(KeyRing ring, DkimSigner signer) {
        this.ring = ring;
        this.signer = signer;
    }

    /// Whatever it is told of is signed: it is for submitted mail and reports of ours alone.
    @Override
    public ContentExamination begin(AnnouncedMail mail) {
        return new SignedContent(this);
    }

    /// The keys for a message; none when its author's domain has none that sign.
    ///
    /// @throws org.pabal.message.UnavailableException when the store cannot give them
    List<SigningKey> keys(MessageHeader header) {
        return AuthorDomain.of(header).map(ring::signing).orElse(List.of());
    }

    MessageSigning sign(MessageHeader header, BodyHashes body, List<SigningKey> keys) {
        return signer.begin(header, body, keys);
    }

    /// Signs a message of our own that is at hand as a whole.
    ///
    /// @return DKIM-Signature fields to stand on top; nothing when its domain has no keys
    public byte[] fields(byte[] message) {
        int body = bodyStart(message);
        MessageHeader header = MessageHeader.parse(java.util.Arrays.copyOf(message, body));
        List<SigningKey> keys = keys(header);
        if (keys.isEmpty()) {
            return NOTHING;
        }
        BodyHashes hashes = new BodyHashes();
        MessageSigning signing = sign(header, hashes, keys);
        hashes.write(message, body, message.length - body);
        hashes.end();
        return signing.finish();
    }

    /// The same, with the fields where they belong; the same array when there are none.
    public byte[] signed(byte[] message) {
        byte[] fields = fields(message);
        if (fields.length == 0) {
            return message;
        }
        byte[] signed = java.util.Arrays.copyOf(fields, fields.length + message.length);
        System.arraycopy(message, 0, signed, fields.length, message.length);
        return signed;
    }

    /// Behind the empty line.
    private static int bodyStart(byte[] message) {
        int line = 0;
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '\n') {
                if (i == line || i == line + 1 && message[line] == '\r') {
                    return i + 1;
                }
                line = i + 1;
            }
        }
        return message.length;
    }
}
