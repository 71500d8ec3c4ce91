// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.util.EnumMap;
import java.util.Map;
import org.pabal.mailauth.MessageHeader;

/// The hashes of one body that its signatures, present or to be made, want: each distinct one is
/// computed once, while the body comes in. Of one thread.
///
/// A body may be cut into pieces anywhere. Bare CR and LF are octets like any other.
public final class BodyHashes {
    private final Map<Canonicalization, CanonicalBody> bodies =
            new EnumMap<>(Canonicalization.class);
    private final Map<Canonicalization, BodyForm> forms = new EnumMap<>(Canonicalization.class);
    private byte[] before = {};
    private boolean begun;
    private boolean ended;

    /// Tells of the header section above: what stands in it and is no field is the body's beginning.
    /// Whoever begins with signatures tells it, once or several times.
    public void below(MessageHeader header) {
        before = header.rest();
    }

    /// Asks for the hash of the whole body.
    public BodyHash want(Canonicalization form, HashAlgorithm algorithm) {
        return want(form, algorithm, Long.MAX_VALUE);
    }

    /// Asks for the hash of the first octets of the canonical body: `l=`, RFC 6376 §3.5.
    ///
    /// @throws IllegalStateException when the body has begun
    public BodyHash want(Canonicalization form, HashAlgorithm algorithm, long maxOctets) {
        if (begun || ended) {
            throw new IllegalStateException("the body has begun");
        }
        if (maxOctets < 0) {
            throw new IllegalArgumentException("a length below zero: " + maxOctets);
        }
        CanonicalBody body = bodies.computeIfAbsent(form, _ -> new CanonicalBody());
        forms.computeIfAbsent(
                form,
                _ ->
                        switch (form) {
                            case SIMPLE -> new SimpleBody(body);
                            case RELAXED -> new RelaxedBody(body);
                        });
        return body.digest(algorithm).hash(maxOctets);
    }

    /// Whether anything is to be hashed: without it, nobody needs to write the body.
    public boolean areWanted() {
        return !forms.isEmpty();
    }

    /// The next octets of the body, from behind the header section's empty line.
    public void write(byte[] octets, int offset, int length) {
        begin();
        hash(octets, offset, length);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            hash(before, 0, before.length);
        }
    }

    private void hash(byte[] octets, int offset, int length) {
        if (length > 0) {
            for (BodyForm form : forms.values()) {
                form.write(octets, offset, length);
            }
        }
    }

    /// The body has ended; a second time does nothing.
    public void end() {
        if (!ended) {
            begin();
            ended = true;
            forms.values().forEach(BodyForm::end);
        }
    }
}
