// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Part of a blob. RFC 9110 §14.
record OctetRange(long from, long length) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    boolean isEmpty() {
        return length <= 0;
    }

    /// The field `Content-Range`.
    String field(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }

    /// What the field `Range` asks for: one range; for several, and for what is none, all is sent.
    ///
    /// @return empty for all; an empty range for one that lies behind the end
    static Optional<OctetRange> asked(Optional<String> field, Optional<String> ifRange, long size) {
        if (field.isEmpty() || ifRange.isPresent()) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(field.get().strip());
        if (!form.matches() || form.group(1).isEmpty() && form.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (form.group(1).isEmpty()) {
            long last = Math.min(Long.parseLong(form.group(2)), size);
            return Optional.of(new OctetRange(size - last, last));
        }
        long from = Long.parseLong(form.group(1));
        long end =
                form.group(2).isEmpty() ? size : Math.min(Long.parseLong(form.group(2)) + 1, size);
        if (!form.group(2).isEmpty() && Long.parseLong(form.group(2)) < from) {
            return Optional.empty();
        }
        return Optional.of(new OctetRange(from, from >= size ? 0 : end - from));
    }
}
