// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;

/// Which of several header fields is meant: `":index" <fieldno: number> [":last"]`. RFC 5260 §6,
/// RFC 5293 §5.
///
/// @param number from 1
/// @param fromLast counted from the last one
public record FieldIndex(long number, boolean fromLast) {

    /// As the extension `index` adds it to tests.
    public static Optional<FieldIndex> read(Arguments in) throws ScriptError {
        return index(
                in, in.taggedNumber(Extension.INDEX, "index"), in.flag(Extension.INDEX, "last"));
    }

    /// Where it belongs to a command.
    public static Optional<FieldIndex> readOwn(Arguments in) throws ScriptError {
        return index(in, in.taggedNumber("index"), in.flag("last"));
    }

    private static Optional<FieldIndex> index(Arguments in, OptionalLong number, boolean last)
            throws ScriptError {
        if (number.isEmpty()) {
            if (last) {
                throw in.error("`:last` goes with `:index` only");
            }
            return Optional.empty();
        }
        if (number.getAsLong() < 1) {
            throw in.error("`:index` counts from 1");
        }
        return Optional.of(new FieldIndex(number.getAsLong(), last));
    }

    public <T> Optional<T> of(List<T> fields) {
        long at = fromLast ? fields.size() - number : number - 1;
        return at < 0 || at >= fields.size() ? Optional.empty() : Optional.of(fields.get((int) at));
    }
}
