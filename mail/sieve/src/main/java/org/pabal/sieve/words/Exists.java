// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.List;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.TextList;

/// `exists`: all of the fields are there. RFC 5228 §5.5.
public record Exists(FieldSource source, TextList names) implements Test {

    /// `exists [MIME] <header-names: string-list>`
    public static Exists read(Arguments in) throws ScriptError {
        FieldSource source = FieldSource.read(in);
        TextList names = FieldNames.read(in, "the header names");
        in.end();
        return new Exists(source, names);
    }

    @Override
    public boolean holds(Run run) {
        for (String name : names.values(run)) {
            if (source.fields(run, List.of(name)).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
