// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.List;
import org.pabal.message.mime.HeaderField;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;

/// Names of header fields among the arguments. RFC 5228 §2.4.2.2.
public final class FieldNames {

    private FieldNames() {}

    /// @param what they are, as an error names them
    public static TextList read(Arguments in, String what) throws ScriptError {
        TextList names = in.texts(what);
        for (String name : names.constant().orElse(List.of())) {
            if (!HeaderField.isName(name)) {
                throw in.error("\"" + name + "\" is not the name of a header field");
            }
        }
        return names;
    }

    /// One name.
    ///
    /// @param what it is, as an error names it
    public static Text readOne(Arguments in, String what) throws ScriptError {
        Text name = in.text(what);
        if (name.constant().isPresent() && !HeaderField.isName(name.constant().get())) {
            throw in.error("\"" + name.constant().get() + "\" is not the name of a header field");
        }
        return name;
    }
}
