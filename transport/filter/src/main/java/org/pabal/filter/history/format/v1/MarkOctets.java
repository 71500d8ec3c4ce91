// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history.format.v1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.pabal.filter.SourceMark;

/// Marks as they are written: in a record of what was learnt, and while they are not counted.
public final class MarkOctets {
    private static final int ONE = Long.BYTES + 2 * Float.BYTES + Integer.BYTES;

    private MarkOctets() {}

    public static byte[] of(List<SourceMark> marks) {
        ByteBuffer out = ByteBuffer.allocate(marks.size() * ONE);
        for (SourceMark mark : marks) {
            out.putLong(mark.source()).putFloat(mark.spam()).putFloat(mark.ham());
            out.putInt(mark.day());
        }
        return out.array();
    }

    /// Those that are whole.
    public static List<SourceMark> read(ByteBuffer in) {
        List<SourceMark> marks = new ArrayList<>(in.remaining() / ONE);
        while (in.remaining() >= ONE) {
            marks.add(new SourceMark(in.getLong(), in.getFloat(), in.getFloat(), in.getInt()));
        }
        return marks;
    }
}
