// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.compile;

import java.util.EnumSet;
import java.util.Set;
import org.pabal.sieve.Extension;

/// A command or a test of the language.
///
/// @param needs extensions of which one must be required; none for what is always there
/// @param reader makes it from its arguments
public record Word<T>(String name, Set<Extension> needs, Reader<T> reader) {

    @FunctionalInterface
    public interface Reader<T> {
        T read(Arguments in) throws ScriptError;
    }

    public static <T> Word<T> word(String name, Reader<T> reader) {
        return new Word<>(name, EnumSet.noneOf(Extension.class), reader);
    }

    public static <T> Word<T> word(String name, Extension needed, Reader<T> reader) {
        return new Word<>(name, EnumSet.of(needed), reader);
    }

    public static <T> Word<T> word(
            String name, Extension needed, Extension orThis, Reader<T> reader) {
        return new Word<>(name, EnumSet.of(needed, orThis), reader);
    }
}
