// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.fcc;

import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.HeaderText;
import org.pabal.sieve.Action.Author;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;

/// `[:from <string>]` of an action that sends something. RFC 5230 §4.3, RFC 5435 §3.3.
///
/// Only an address of the owner's is taken, so that nobody writes in another's name; with another
/// one the action comes from where it would come from without.
public final class Authors {
    private Authors() {}

    /// `:from` of these arguments, in which a constant that is no mailbox is an error.
    public static Optional<Text> read(Arguments in) throws ScriptError {
        Optional<Text> from = in.taggedText("from");
        Optional<String> constant = from.flatMap(Text::constant);
        if (constant.isPresent() && parse(constant.get()).isEmpty()) {
            throw in.error("\"" + constant.get() + "\" is not an address to write from");
        }
        return from;
    }

    public static Optional<Author> value(Optional<Text> from, Run run) {
        Optional<Author> author = from.flatMap(text -> parse(text.value(run)));
        boolean own =
                author.isPresent() && run.surroundings().isOwn(author.get().address().toString());
        return own ? author : Optional.empty();
    }

    /// `mailbox`, RFC 5322 §3.4.
    private static Optional<Author> parse(String text) {
        Optional<Address> plain = Address.parse(text);
        if (plain.isPresent()) {
            return Optional.of(new Author(Optional.empty(), plain.get()));
        }
        List<AddressList.Entry> entries = AddressList.parse(text);
        if (entries.size() != 1 || !(entries.getFirst() instanceof AddressList.Mailbox mailbox)) {
            return Optional.empty();
        }
        // The text is one of characters, not of octets.
        Optional<String> name =
                mailbox.displayName()
                        .map(HeaderText::decodeWords)
                        .filter(words -> !words.isBlank());
        return Address.parse(mailbox.address()).map(address -> new Author(name, address));
    }
}
