// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import java.time.InstantSource;
import java.util.List;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.HashAlgorithm;

/// Signs messages. RFC 6376 §5. Safe for use by many threads.
public final class DkimSigner {
    private final SigningRules rules;
    private final InstantSource clock;

    public DkimSigner(SigningRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /// Begins to sign a message.
    ///
    /// @param header as it will stand below the signatures
    /// @param body has not begun; it is told here which hash is wanted
    /// @param keys one signature is made with each
    public MessageSigning begin(MessageHeader header, BodyHashes body, List<SigningKey> keys) {
        body.below(header);
        return new MessageSigning(
                rules, clock, header, body.want(rules.body(), HashAlgorithm.SHA_256), keys);
    }
}
