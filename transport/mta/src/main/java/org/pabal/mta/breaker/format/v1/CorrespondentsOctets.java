// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.breaker.format.v1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A part of whom an account has written to: tags of addresses, the latest first.
public record CorrespondentsOctets(int[] tags) {
    public static final int CHUNKS = 64;
    public static final int MAX_TAGS = 64;

    private static final byte VERSION = 1;

    public static final CorrespondentsOctets NONE = new CorrespondentsOctets(new int[0]);

    public boolean contains(int tag) {
        for (int each : tags) {
            if (each == tag) {
                return true;
            }
        }
        return false;
    }

    public boolean hasFirst(int tag) {
        return tags.length > 0 && tags[0] == tag;
    }

    /// With a tag in front; the one that was quiet longest goes.
    public CorrespondentsOctets with(int tag) {
        int[] now = new int[MAX_TAGS];
        now[0] = tag;
        int count = 1;
        for (int each : tags) {
            if (each != tag && count < MAX_TAGS) {
                now[count++] = each;
            }
        }
        return new CorrespondentsOctets(Arrays.copyOf(now, count));
    }

    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(1 + tags.length * Integer.BYTES).put(VERSION);
        for (int tag : tags) {
            out.putInt(tag);
        }
        return out.array();
    }

    /// @throws IllegalArgumentException for octets of another version or form
    public static CorrespondentsOctets decode(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (value.length == 0
                || (value.length - 1) % Integer.BYTES != 0
                || value.length > 1 + MAX_TAGS * Integer.BYTES
                || in.get() != VERSION) {
            throw new IllegalArgumentException(
                    "the correspondents of an account have another version or are cut off");
        }
        int[] tags = new int[in.remaining() / Integer.BYTES];
        in.asIntBuffer().get(tags);
        return new CorrespondentsOctets(tags);
    }
}
