// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.MetadataEntry;
import org.pabal.mailbox.MetadataName;

/// GETMETADATA. RFC 5464 §4.2.
///
/// @param name empty for the server's annotations
record GetMetadata(String name, Options options, List<MetadataName> entries)
        implements ImapCommand.InAuthenticatedState {

    /// @param maxOctets values with more are left out
    /// @param depth how many levels below the entries
    record Options(long maxOctets, int depth) {
        static final Options NONE = new Options(Long.MAX_VALUE, 0);

        /// `"(" getmetadata-option *(SP getmetadata-option) ")"`
        static Options parse(ImapParser in) throws ImapSyntaxException {
            Options options = NONE;
            in.expect('(');
            do {
                if (in.skipWord("MAXSIZE")) {
                    options = new Options(in.space().number(), options.depth());
                } else if (in.skipWord("DEPTH")) {
                    options = new Options(options.maxOctets(), depth(in.space()));
                } else {
                    throw in.expected("MAXSIZE or DEPTH");
                }
            } while (in.skip(' '));
            in.expect(')');
            return options;
        }

        /// `"0" / "1" / "infinity"`
        private static int depth(ImapParser in) throws ImapSyntaxException {
            if (in.skipWord("INFINITY")) {
                return Integer.MAX_VALUE;
            }
            if (in.skip('0')) {
                return 0;
            }
            if (in.skip('1')) {
                return 1;
            }
            throw in.expected("0, 1 or infinity");
        }
    }

    /// `"GETMETADATA" [SP getmetadata-options] SP mailbox SP entries`; the examples of RFC 5464 have
    /// the options behind the mailbox, and clients follow either.
    static GetMetadata parse(ImapParser in) throws ImapSyntaxException {
        Options options = Options.NONE;
        in.space();
        if (in.isNext('(')) {
            options = Options.parse(in);
            in.space();
        }
        String name = in.astring();
        in.space();
        if (in.isTextNext("(MAXSIZE") || in.isTextNext("(DEPTH")) {
            options = Options.parse(in);
            in.space();
        }
        MetadataSyntax.Asked asked = MetadataSyntax.asked(in, options.depth());
        in.end();
        return new GetMetadata(
                name, new Options(options.maxOctets(), asked.depth()), asked.entries());
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<NamedMailbox> mailbox =
                name.isEmpty()
                        ? Optional.empty()
                        : user.address(name)
                                .flatMap(user::find)
                                .filter(there -> Annotations.mayRead(user, there));
        if (mailbox.isEmpty() && !name.isEmpty()) {
            return Refusals.notFound(user, name);
        }
        Annotations annotations = new Annotations(user, mailbox);
        List<MetadataEntry> found = annotations.read(entries, options.depth());
        annotations.write(
                found.stream().filter(this::fits).toList(),
                options.depth() > 0 ? List.of() : Annotations.missing(entries, found));
        long longest = found.stream().mapToLong(entry -> entry.value().length).max().orElse(0);
        return longest > options.maxOctets()
                ? TaggedResponse.ok("METADATA LONGENTRIES " + longest, "Some values are longer")
                : TaggedResponse.ok("Annotations told");
    }

    private boolean fits(MetadataEntry entry) {
        return entry.value().length <= options.maxOctets();
    }
}
