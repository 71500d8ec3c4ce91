// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import static org.pabal.sieve.compile.Word.of;

import java.util.List;
import org.pabal.sieve.body.BodyTest;
import org.pabal.sieve.compile.Dictionary;
import org.pabal.sieve.compile.IHave;
import org.pabal.sieve.compile.Require;
import org.pabal.sieve.compile.Word;
import org.pabal.sieve.core.AddressTest;
import org.pabal.sieve.core.AllOf;
import org.pabal.sieve.core.Always;
import org.pabal.sieve.core.AnyOf;
import org.pabal.sieve.core.DebugLog;
import org.pabal.sieve.core.Discard;
import org.pabal.sieve.core.Envelope;
import org.pabal.sieve.core.EnvironmentTest;
import org.pabal.sieve.core.ErrorCommand;
import org.pabal.sieve.core.Exists;
import org.pabal.sieve.core.FileInto;
import org.pabal.sieve.core.Header;
import org.pabal.sieve.core.Keep;
import org.pabal.sieve.core.Not;
import org.pabal.sieve.core.Redirect;
import org.pabal.sieve.core.ScoreTest;
import org.pabal.sieve.core.Size;
import org.pabal.sieve.core.Stop;
import org.pabal.sieve.core.ValidExtList;
import org.pabal.sieve.date.CurrentDate;
import org.pabal.sieve.date.DateTest;
import org.pabal.sieve.duplicate.DuplicateTest;
import org.pabal.sieve.editheader.AddHeader;
import org.pabal.sieve.editheader.DeleteHeader;
import org.pabal.sieve.flags.FlagCommand;
import org.pabal.sieve.flags.HasFlag;
import org.pabal.sieve.include.Global;
import org.pabal.sieve.include.Include;
import org.pabal.sieve.include.Return;
import org.pabal.sieve.mailbox.MailboxExists;
import org.pabal.sieve.mailbox.MailboxIdExists;
import org.pabal.sieve.mailbox.Metadata;
import org.pabal.sieve.mailbox.MetadataExists;
import org.pabal.sieve.mailbox.SpecialUseExists;
import org.pabal.sieve.mime.Break;
import org.pabal.sieve.mime.Enclose;
import org.pabal.sieve.mime.ExtractText;
import org.pabal.sieve.mime.ForEveryPart;
import org.pabal.sieve.mime.Replace;
import org.pabal.sieve.notify.Denotify;
import org.pabal.sieve.notify.Notify;
import org.pabal.sieve.notify.NotifyMethodCapability;
import org.pabal.sieve.notify.ValidNotifyMethod;
import org.pabal.sieve.program.Execute;
import org.pabal.sieve.program.Filter;
import org.pabal.sieve.program.Pipe;
import org.pabal.sieve.reject.Reject;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.snooze.Snooze;
import org.pabal.sieve.vacation.Vacation;
import org.pabal.sieve.variables.SetVariable;
import org.pabal.sieve.variables.StringTest;

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
                    of("error", Extension.IHAVE, ErrorCommand::read),
                    of("debug_log", Extension.DOVECOT_DEBUG, DebugLog::read),
                    of("set", Extension.VARIABLES, SetVariable::read),
                    of("include", Extension.INCLUDE, Include::read),
                    of("return", Extension.INCLUDE, Return::read),
                    of("global", Extension.INCLUDE, Global::read),
                    of("setflag", Extension.IMAP4FLAGS, Extension.IMAPFLAGS, FlagCommand::read),
                    of("addflag", Extension.IMAP4FLAGS, Extension.IMAPFLAGS, FlagCommand::read),
                    of("removeflag", Extension.IMAP4FLAGS, Extension.IMAPFLAGS, FlagCommand::read),
                    of("mark", Extension.IMAPFLAGS, FlagCommand::mark),
                    of("unmark", Extension.IMAPFLAGS, FlagCommand::mark),
                    of("pipe", Extension.DOVECOT_PIPE, Pipe::read),
                    of("filter", Extension.DOVECOT_FILTER, Filter::read),
                    of("execute", Extension.DOVECOT_EXECUTE, Execute::read),
                    of("vacation", Extension.VACATION, Vacation::read),
                    of("notify", Extension.ENOTIFY, Extension.NOTIFY, Notify::read),
                    of("denotify", Extension.NOTIFY, Denotify::read),
                    of("reject", Extension.REJECT, Reject::read),
                    of("ereject", Extension.EREJECT, Reject::read),
                    of("snooze", Extension.SNOOZE, Snooze::read),
                    of("foreverypart", Extension.FOREVERYPART, ForEveryPart::read),
                    of("break", Extension.FOREVERYPART, Break::read),
                    of("extracttext", Extension.EXTRACTTEXT, ExtractText::read),
                    of("replace", Extension.REPLACE, Replace::read),
                    of("enclose", Extension.ENCLOSE, Enclose::read),
                    of("addheader", Extension.EDITHEADER, AddHeader::read),
                    of("deleteheader", Extension.EDITHEADER, DeleteHeader::read));

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
                    of("ihave", Extension.IHAVE, IHave::read),
                    of("string", Extension.VARIABLES, StringTest::read),
                    of("hasflag", Extension.IMAP4FLAGS, HasFlag::read),
                    of("environment", Extension.ENVIRONMENT, EnvironmentTest::read),
                    of("valid_ext_list", Extension.EXTLISTS, ValidExtList::read),
                    of("spamtest", Extension.SPAMTEST, ScoreTest::spam),
                    of("virustest", Extension.VIRUSTEST, ScoreTest::virus),
                    of("filter", Extension.DOVECOT_FILTER, Filter::read),
                    of("execute", Extension.DOVECOT_EXECUTE, Execute::read),
                    of("valid_notify_method", Extension.ENOTIFY, ValidNotifyMethod::read),
                    of("notify_method_capability", Extension.ENOTIFY, NotifyMethodCapability::read),
                    of("mailboxexists", Extension.MAILBOX, MailboxExists::read),
                    of("metadata", Extension.MBOXMETADATA, Metadata::ofMailbox),
                    of("metadataexists", Extension.MBOXMETADATA, MetadataExists::ofMailbox),
                    of("servermetadata", Extension.SERVERMETADATA, Metadata::ofServer),
                    of("servermetadataexists", Extension.SERVERMETADATA, MetadataExists::ofServer),
                    of("mailboxidexists", Extension.MAILBOXID, MailboxIdExists::read),
                    of("specialuse_exists", Extension.SPECIAL_USE, SpecialUseExists::read),
                    of("date", Extension.DATE, DateTest::read),
                    of("currentdate", Extension.DATE, CurrentDate::read),
                    of("duplicate", Extension.DUPLICATE, DuplicateTest::read),
                    of("body", Extension.BODY, BodyTest::read));

    static final Dictionary DICTIONARY = new Dictionary(COMMANDS, TESTS);

    private Vocabulary() {}
}
