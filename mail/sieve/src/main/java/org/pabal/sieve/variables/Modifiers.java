// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.variables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;

/// `[MODIFIER]` of a command that sets a variable. RFC 5229 §4.1, RFC 5703 §7.
public final class Modifiers {
    private final List<Modifier> inOrder;

    private Modifiers(List<Modifier> inOrder) {
        this.inOrder = List.copyOf(inOrder);
    }

    public static Modifiers read(Arguments in) throws ScriptError {
        List<Modifier> given = new ArrayList<>();
        for (Modifier modifier : Modifier.values()) {
            if (in.flag(modifier.tag())) {
                if (modifier.extension.isPresent()) {
                    in.need(modifier.extension.get(), ":" + modifier.tag());
                }
                for (Modifier other : given) {
                    if (other.precedence == modifier.precedence) {
                        throw in.error(
                                "`:"
                                        + other.tag()
                                        + "` and `:"
                                        + modifier.tag()
                                        + "` exclude each other");
                    }
                }
                given.add(modifier);
            }
        }
        given.sort(Comparator.comparingInt((Modifier each) -> each.precedence).reversed());
        return new Modifiers(given);
    }

    public String apply(Run run, String value) {
        String result = value;
        for (Modifier modifier : inOrder) {
            result = modifier.apply(result);
            run.charge(result.length());
        }
        return result;
    }
}
