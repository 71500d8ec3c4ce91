// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.language;

import static org.pabal.sieve.compile.Word.word;

import java.util.List;
import org.pabal.sieve.Extension;
import org.pabal.sieve.body.BodyTest;
import org.pabal.sieve.compile.Dictionary;
import org.pabal.sieve.compile.IHave;
import org.pabal.sieve.compile.Require;
import org.pabal.sieve.compile.Word;
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
import org.pabal.sieve.words.AddressTest;
import org.pabal.sieve.words.AllOf;
import org.pabal.sieve.words.Always;
import org.pabal.sieve.words.AnyOf;
import org.pabal.sieve.words.DebugLog;
import org.pabal.sieve.words.Discard;
import org.pabal.sieve.words.Envelope;
import org.pabal.sieve.words.EnvironmentTest;
import org.pabal.sieve.words.ErrorCommand;
import org.pabal.sieve.words.Exists;
import org.pabal.sieve.words.FileInto;
import org.pabal.sieve.words.Header;
import org.pabal.sieve.words.Keep;
import org.pabal.sieve.words.Not;
import org.pabal.sieve.words.Redirect;
import org.pabal.sieve.words.ScoreTest;
import org.pabal.sieve.words.Size;
import org.pabal.sieve.words.Stop;
import org.pabal.sieve.words.ValidExtList;

/// Every command and test of the language, with the extension that brings it. `if`, `elsif` and
/// `else` are not among them: they are the grammar's own.
final class Vocabulary {

    private static final List<Word<? extends Command>> COMMANDS =
            List.of(
                    word("require", Require::read),
                    word("stop", Stop::read),
                    word("keep", Keep::read),
                    word("discard", Discard::read),
                    word("redirect", Redirect::read),
                    word("fileinto", Extension.FILEINTO, FileInto::read),
                    word("error", Extension.IHAVE, ErrorCommand::read),
                    word("debug_log", Extension.DOVECOT_DEBUG, DebugLog::read),
                    word("set", Extension.VARIABLES, SetVariable::read),
                    word("include", Extension.INCLUDE, Include::read),
                    word("return", Extension.INCLUDE, Return::read),
                    word("global", Extension.INCLUDE, Global::read),
                    word("setflag", Extension.IMAP4FLAGS, Extension.IMAPFLAGS, FlagCommand::read),
                    word("addflag", Extension.IMAP4FLAGS, Extension.IMAPFLAGS, FlagCommand::read),
                    word(
                            "removeflag",
                            Extension.IMAP4FLAGS,
                            Extension.IMAPFLAGS,
                            FlagCommand::read),
                    word("mark", Extension.IMAPFLAGS, FlagCommand::mark),
                    word("unmark", Extension.IMAPFLAGS, FlagCommand::mark),
                    word("pipe", Extension.DOVECOT_PIPE, Pipe::read),
                    word("filter", Extension.DOVECOT_FILTER, Filter::read),
                    word("execute", Extension.DOVECOT_EXECUTE, Execute::read),
                    word("vacation", Extension.VACATION, Vacation::read),
                    word("notify", Extension.ENOTIFY, Extension.NOTIFY, Notify::read),
                    word("denotify", Extension.NOTIFY, Denotify::read),
                    word("reject", Extension.REJECT, Reject::read),
                    word("ereject", Extension.EREJECT, Reject::read),
                    word("snooze", Extension.SNOOZE, Snooze::read),
                    word("foreverypart", Extension.FOREVERYPART, ForEveryPart::read),
                    word("break", Extension.FOREVERYPART, Break::read),
                    word("extracttext", Extension.EXTRACTTEXT, ExtractText::read),
                    word("replace", Extension.REPLACE, Replace::read),
                    word("enclose", Extension.ENCLOSE, Enclose::read),
                    word("addheader", Extension.EDITHEADER, AddHeader::read),
                    word("deleteheader", Extension.EDITHEADER, DeleteHeader::read));

    private static final List<Word<? extends Test>> TESTS =
            List.of(
                    word("true", Always::read),
                    word("false", Always::read),
                    word("not", Not::read),
                    word("allof", AllOf::read),
                    word("anyof", AnyOf::read),
                    word("size", Size::read),
                    word("exists", Exists::read),
                    word("header", Header::read),
                    word("address", AddressTest::read),
                    word("envelope", Extension.ENVELOPE, Envelope::read),
                    word("ihave", Extension.IHAVE, IHave::read),
                    word("string", Extension.VARIABLES, StringTest::read),
                    word("hasflag", Extension.IMAP4FLAGS, HasFlag::read),
                    word("environment", Extension.ENVIRONMENT, EnvironmentTest::read),
                    word("valid_ext_list", Extension.EXTLISTS, ValidExtList::read),
                    word("spamtest", Extension.SPAMTEST, ScoreTest::spam),
                    word("virustest", Extension.VIRUSTEST, ScoreTest::virus),
                    word("filter", Extension.DOVECOT_FILTER, Filter::read),
                    word("execute", Extension.DOVECOT_EXECUTE, Execute::read),
                    word("valid_notify_method", Extension.ENOTIFY, ValidNotifyMethod::read),
                    word(
                            "notify_method_capability",
                            Extension.ENOTIFY,
                            NotifyMethodCapability::read),
                    word("mailboxexists", Extension.MAILBOX, MailboxExists::read),
                    word("metadata", Extension.MBOXMETADATA, Metadata::ofMailbox),
                    word("metadataexists", Extension.MBOXMETADATA, MetadataExists::ofMailbox),
                    word("servermetadata", Extension.SERVERMETADATA, Metadata::ofServer),
                    word(
                            "servermetadataexists",
                            Extension.SERVERMETADATA,
                            MetadataExists::ofServer),
                    word("mailboxidexists", Extension.MAILBOXID, MailboxIdExists::read),
                    word("specialuse_exists", Extension.SPECIAL_USE, SpecialUseExists::read),
                    word("date", Extension.DATE, DateTest::read),
                    word("currentdate", Extension.DATE, CurrentDate::read),
                    word("duplicate", Extension.DUPLICATE, DuplicateTest::read),
                    word("body", Extension.BODY, BodyTest::read));

    static final Dictionary DICTIONARY = new Dictionary(COMMANDS, TESTS);

    private Vocabulary() {}
}
