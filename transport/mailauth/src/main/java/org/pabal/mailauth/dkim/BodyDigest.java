// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Digests one canonical form of a body by one algorithm. Hashes with a length (`l=`) are of a
/// prefix, so one digest serves all of them: it is copied where each of them ends.
final class BodyDigest {
    private final HashAlgorithm algorithm;
    private final MessageDigest digest;
    private final List<BodyHash> hashes = new ArrayList<>();
    private int done;
    private long octets;
    private boolean ended;

    BodyDigest(HashAlgorithm algorithm) {
        this.algorithm = algorithm;
        this.digest = algorithm.digest();
    }

    HashAlgorithm algorithm() {
        return algorithm;
    }

    BodyHash hash(long maxOctets) {
        for (BodyHash hash : hashes) {
            if (hash.maxOctets() == maxOctets) {
                return hash;
            }
        }
        BodyHash hash = new BodyHash(this, maxOctets);
        hashes.add(hash);
        hashes.sort(Comparator.comparingLong(BodyHash::maxOctets));
        return hash;
    }

    void update(byte[] canonical, int offset, int length) {
        int at = offset;
        int left = length;
        while (done < hashes.size() && hashes.get(done).maxOctets() - octets <= left) {
            int first = (int) (hashes.get(done).maxOctets() - octets);
            digest.update(canonical, at, first);
            octets += first;
            at += first;
            left -= first;
            hashes.get(done++).set(soFar());
        }
        if (done < hashes.size()) {
            digest.update(canonical, at, left);
        }
        octets += left;
    }

    void end() {
        while (done < hashes.size()) {
            hashes.get(done++).set(soFar());
        }
        ended = true;
    }

    private byte[] soFar() {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's digests can be copied", e);
        }
    }

    boolean hasEnded() {
        return ended;
    }

    long octets() {
        return octets;
    }
}
