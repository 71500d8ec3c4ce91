// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.editheader;

import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderText;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.edit.HeaderEdits;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.words.FieldNames;

/// `addheader`. RFC 5293 §4. The field goes above all others, or below with `:last`.
///
/// Whatever the value holds, it makes one field: what is not ASCII is encoded, long lines are folded,
/// line ends become spaces (THREATS V13).
public record AddHeader(boolean last, Text name, Text value, ProtectedFields protectedFields)
        implements Command {
    private static final int MAX_NAME_CHARS = 256; // a name is read in a line of 998

    /// `addheader [":last"] <field-name: string> <value: string>`
    public static AddHeader read(Arguments in) throws ScriptError {
        boolean last = in.flag("last");
        Text name = FieldNames.readOne(in, "the field name");
        ProtectedFields fields = ProtectedFields.of(in);
        if (name.constant().isPresent() && fields.fromAdding(name.constant().get())) {
            ProtectedFields.warn(in, "addheader", name.constant().get());
        }
        Text value = in.text("the value");
        in.end();
        return new AddHeader(last, name, value, fields);
    }

    @Override
    public void run(Run run) {
        String field = name.value(run);
        if (!HeaderField.isName(field) || field.length() > MAX_NAME_CHARS) {
            throw run.fail("\"" + field + "\" is not the name of a header field");
        }
        if (protectedFields.fromAdding(field)) {
            ProtectedFields.log(run, "addheader", field);
            return;
        }
        String added = HeaderText.field(field, value.value(run)) + "\r\n";
        SectionEdit edit = SectionEdit.begin(run);
        edit.finish(
                last
                        ? HeaderEdits.addedLast(edit.section(), added)
                        : HeaderEdits.addedFirst(edit.section(), added));
    }
}
