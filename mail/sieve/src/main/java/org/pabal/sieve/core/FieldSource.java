// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.core;

import java.util.List;
import org.pabal.message.mime.HeaderField;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;

/// Which header fields a test looks at: those of the message, unless the tags of extensions say
/// otherwise.
public record FieldSource() {

    public static FieldSource read(Arguments in) throws ScriptError {
        return new FieldSource();
    }

    public List<HeaderField> fields(Run run, String name) {
        return run.header().fields(name);
    }

    /// As people read them.
    public List<String> texts(Run run, String name) {
        return run.header().texts(name);
    }
}
