// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mailbox;

import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;

/// `metadataexists` and `servermetadataexists`: all of the annotations are there. RFC 5490 §3.4,
/// §4.3.
///
/// @param mailbox empty for the server's
public record MetadataExists(Optional<Text> mailbox, TextList annotations) implements Test {

    /// `metadataexists <mailbox: string> <annotation-names: string-list>`
    public static MetadataExists ofMailbox(Arguments in) throws ScriptError {
        return read(Optional.of(in.text("the mailbox")), in);
    }

    /// `servermetadataexists <annotation-names: string-list>`
    public static MetadataExists ofServer(Arguments in) throws ScriptError {
        return read(Optional.empty(), in);
    }

    private static MetadataExists read(Optional<Text> mailbox, Arguments in) throws ScriptError {
        TextList annotations = in.texts("the annotations");
        in.end();
        return new MetadataExists(mailbox, annotations);
    }

    @Override
    public boolean holds(Run run) {
        Optional<String> name = mailbox.map(text -> text.value(run));
        return annotations.values(run).stream()
                .allMatch(entry -> run.surroundings().metadata(name, entry).isPresent());
    }
}
