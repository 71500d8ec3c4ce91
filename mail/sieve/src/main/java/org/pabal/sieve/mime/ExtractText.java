// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mime;

import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.sieve.body.PartText;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.edit.MessagePart;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Variable;
import org.pabal.sieve.variables.Modifiers;

/// `extracttext`: the text of the part that a loop has come to, in a variable. RFC 5703 §7.
///
/// As people read it: HTML without its markup. Where the RFC asks for an empty text, because the
/// charset is unknown or wrong, the text is read by the fallback that all of this server shares
/// (THREATS M12). A part without text, such as a multipart or binary data, gives none.
///
/// @param first characters that are wanted
public record ExtractText(Modifiers modifiers, OptionalLong first, Variable.Settable variable)
        implements Command {
    private static final int MAX_OCTETS_PER_CHARACTER = 4;

    /// Of HTML much more must be read than is text.
    private static final int MARKUP = 32;

    /// `extracttext [MODIFIER] [":first" <number>] <varname: string>`
    public static ExtractText read(Arguments in) throws ScriptError {
        Modifiers modifiers = Modifiers.read(in);
        OptionalLong first = in.taggedNumber("first");
        Variable.Settable variable = in.variable("the name of the variable");
        if (!in.inLoop(Optional.empty())) {
            throw in.error("`extracttext` stands in the block of a `foreverypart` only");
        }
        in.end();
        return new ExtractText(modifiers, first, variable);
    }

    @Override
    public void run(Run run) {
        String text = run.parts().current().map(part -> text(run, part)).orElse("");
        run.set(variable, modifiers.apply(run, cut(text)));
    }

    private static String text(Run run, MessagePart part) {
        if (!part.part().children().isEmpty() || part.part().content().type().equals("multipart")) {
            return "";
        }
        boolean html = part.part().content().subtype().equals("html");
        int most = run.limits().valueOctets() * (html ? MARKUP : MAX_OCTETS_PER_CHARACTER);
        String text = PartText.readable(run, part, Math.min(most, PartText.MAX_OCTETS)).strip();
        return text.indexOf('\0') < 0 ? text : "";
    }

    /// In whole characters.
    private String cut(String text) {
        if (first.isEmpty() || first.getAsLong() >= text.length()) {
            return text;
        }
        int wanted = (int) first.getAsLong();
        return text.codePointCount(0, text.length()) <= wanted
                ? text
                : text.substring(0, text.offsetByCodePoints(0, wanted));
    }
}
