// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.arc;

import java.time.InstantSource;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.Canonicalization;
import org.pabal.mailauth.dkim.HashAlgorithm;

/// Adds a set to the chain of a message that is handed on. RFC 8617 §5.1. Safe for use by many threads.
public final class ArcSealer {
    private final InstantSource clock;

    public ArcSealer(InstantSource clock) {
        this.clock = clock;
    }

    /// Begins to seal a message.
    ///
    /// @param header as it will stand below the set
    /// @param body has not begun; it is told here which hash is wanted
    public ArcSealing begin(MessageHeader header, BodyHashes body) {
        body.below(header);
        return new ArcSealing(
                clock, header, body.want(Canonicalization.RELAXED, HashAlgorithm.SHA_256));
    }
}
