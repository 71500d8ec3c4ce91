// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.Arrays;
import java.util.List;

/// Keeps the octets of the header section being read, whole fields only, within the limits.
final class HeaderCollector {
    private static final int FIRST_OCTETS = 4096; // most header sections fit

    private static final int FIELD_COST_OCTETS = 64; // about two strings and a record

    private final MimeLimits limits;
    private byte[] octets = new byte[FIRST_OCTETS];
    private int size;
    private int lastFieldAt;
    private int fields;
    private boolean full;
    private boolean hasLine;

    HeaderCollector(MimeLimits limits) {
        this.limits = limits;
    }

    void begin() {
        size = 0;
        lastFieldAt = 0;
        fields = 0;
        full = false;
        hasLine = false;
    }

    boolean hasLine() {
        return hasLine;
    }

    /// True when a field holds octets beyond ASCII.
    boolean isEightBit() {
        return EightBit.isIn(octets, 0, size);
    }

    boolean isWithinLimits() {
        return !full;
    }

    void beginField() {
        fields++;
        hasLine = true;
        if (!full && fields > limits.maxHeaderFields()) {
            full = true;
        }
        if (!full) {
            lastFieldAt = size;
        }
    }

    void beginOtherLine() {
        hasLine = true;
    }

    void append(byte[] source, int from, int to) {
        if (full) {
            return;
        }
        int length = to - from;
        if (length > limits.maxHeaderOctets() - size) {
            full = true;
            size = lastFieldAt; // no field is kept in part
            return;
        }
        if (size + length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, size + length));
        }
        System.arraycopy(source, from, octets, size, length);
        size += length;
    }

    /// What the kept section weighs in memory: many small fields cost more than their octets.
    long cost() {
        return size + (long) Math.min(fields, limits.maxHeaderFields()) * FIELD_COST_OCTETS;
    }

    HeaderSection section() {
        List<HeaderField> read = HeaderFieldReader.read(octets, 0, size);
        if (octets.length > 16 * FIRST_OCTETS) {
            octets = new byte[FIRST_OCTETS]; // a giant on top must not weigh on all parts
        }
        return new HeaderSection(read);
    }
}
