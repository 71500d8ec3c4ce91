// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.io.ByteArrayOutputStream;

/// Gathers a header section up to and with its empty line, within a limit. RFC 5322 §2.1.
final class HeaderGathering {
    private final int maxOctets;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(2_048);
    private int lineOctets;
    private boolean complete;

    HeaderGathering(int maxOctets) {
        this.maxOctets = maxOctets;
    }

    /// @return how many of the octets belong to the header section
    int add(byte[] octets, int offset, int length) {
        int used = 0;
        while (used < length && !complete) {
            byte octet = octets[offset + used++];
            if (octet != '\n') {
                lineOctets += octet == '\r' ? 0 : 1;
            } else {
                complete = lineOctets == 0;
                lineOctets = 0;
            }
        }
        if (!isTooLarge()) {
            gathered.write(octets, offset, used);
        }
        return used;
    }

    boolean isComplete() {
        return complete;
    }

    boolean isTooLarge() {
        return gathered.size() > maxOctets;
    }

    byte[] octets() {
        return gathered.toByteArray();
    }
}
