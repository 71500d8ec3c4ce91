// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.editheader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.PlacedField;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.edit.HeaderEdits;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.words.FieldIndex;
import org.pabal.sieve.words.FieldNames;

/// `deleteheader`. RFC 5293 §5. All fields of the name, or the one with the index; of them those
/// whose value matches, if there are patterns.
public record DeleteHeader(
        Optional<FieldIndex> index,
        Text name,
        Optional<Matching> patterns,
        ProtectedFields protectedFields)
        implements Command {

    /// `deleteheader [":index" <fieldno: number> [":last"]] [COMPARATOR] [MATCH-TYPE]
    /// <field-name: string> [<value-patterns: string-list>]`
    public static DeleteHeader read(Arguments in) throws ScriptError {
        Optional<FieldIndex> index = FieldIndex.readOwn(in);
        MatchRule rule = MatchRule.read(in);
        if (rule.type() instanceof MatchRule.Count) {
            throw in.error(
                    "`deleteheader` looks at one field at a time: there is nothing to count");
        }
        Text name = FieldNames.readOne(in, "the field name");
        ProtectedFields fields = ProtectedFields.of(in);
        if (name.constant().isPresent() && fields.fromDeleting(name.constant().get())) {
            ProtectedFields.warn(in, "deleteheader", name.constant().get());
        }
        Optional<Matching> patterns =
                in.positionals() > 0
                        ? Optional.of(rule.keys(in, "the value patterns"))
                        : Optional.empty();
        in.end();
        return new DeleteHeader(index, name, patterns, fields);
    }

    @Override
    public void run(Run run) {
        String field = name.value(run);
        if (!HeaderField.isName(field)) {
            throw run.fail("\"" + field + "\" is not the name of a header field");
        }
        if (protectedFields.fromDeleting(field)) {
            ProtectedFields.log(run, "deleteheader", field);
            return;
        }
        SectionEdit edit = SectionEdit.begin(run);
        List<PlacedField> unwanted = unwanted(run, edit.section(), field);
        if (!unwanted.isEmpty()) {
            edit.finish(HeaderEdits.without(edit.section(), unwanted::contains));
        }
    }

    private List<PlacedField> unwanted(Run run, byte[] section, String field) {
        List<PlacedField> named = new ArrayList<>();
        for (PlacedField place : HeaderSection.places(section)) {
            if (place.field().name().equalsIgnoreCase(field)) {
                named.add(place);
            }
        }
        if (index.isPresent()) {
            named = new ArrayList<>(index.get().of(named).stream().toList());
        }
        if (patterns.isPresent()) {
            Matching.Attempt attempt = patterns.get().attempt(run);
            named.removeIf(place -> !attempt.offer(HeaderText.decode(place.field())));
        }
        return named;
    }
}
