// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import static org.pabal.sieve.compile.Word.of;

import java.util.List;
import org.pabal.sieve.compile.Dictionary;
import org.pabal.sieve.compile.Require;
import org.pabal.sieve.compile.Word;
import org.pabal.sieve.core.AddressTest;
import org.pabal.sieve.core.AllOf;
import org.pabal.sieve.core.Always;
import org.pabal.sieve.core.AnyOf;
import org.pabal.sieve.core.Discard;
import org.pabal.sieve.core.Envelope;
import org.pabal.sieve.core.Exists;
import org.pabal.sieve.core.FileInto;
import org.pabal.sieve.core.Header;
import org.pabal.sieve.core.Keep;
import org.pabal.sieve.core.Not;
import org.pabal.sieve.core.Redirect;
import org.pabal.sieve.core.Size;
import org.pabal.sieve.core.Stop;
import org.pabal.sieve.date.CurrentDate;
import org.pabal.sieve.date.DateTest;
import org.pabal.sieve.mime.Break;
import org.pabal.sieve.mime.ForEveryPart;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Test;

/// Every command and test of the language, with the extension that brings it. `if`, `elsif` and
/// `else` are not among them: they are the grammar's own.
final class Vocabulary {

    private static final List<Word<? extends Command>> COMMANDS =
            List.of(
                    of("require", Require::read),
                    of("stop", Stop::read),
                    of("keep", Keep::read),
                    of("discard", Discard::read),
                    of("redirect", Redirect::read),
                    of("fileinto", Extension.FILEINTO, FileInto::read),
                    of("foreverypart", Extension.FOREVERYPART, ForEveryPart::read),
                    of("break", Extension.FOREVERYPART, Break::read));

    private static final List<Word<? extends Test>> TESTS =
            List.of(
                    of("true", Always::read),
                    of("false", Always::read),
                    of("not", Not::read),
                    of("allof", AllOf::read),
                    of("anyof", AnyOf::read),
                    of("size", Size::read),
                    of("exists", Exists::read),
                    of("header", Header::read),
                    of("address", AddressTest::read),
                    of("envelope", Extension.ENVELOPE, Envelope::read),
                    of("date", Extension.DATE, DateTest::read),
                    of("currentdate", Extension.DATE, CurrentDate::read));

    static final Dictionary DICTIONARY = new Dictionary(COMMANDS, TESTS);

    private Vocabulary() {}
}
