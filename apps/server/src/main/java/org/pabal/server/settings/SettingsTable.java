// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Subaddress;
import org.pabal.mda.programs.ProgramsConfig;
import org.pabal.mta.delivery.ExitCodes;

/// Every setting there is, in the order of the reference.
public final class SettingsTable {
    private static final List<Setting<?>> ALL = new ArrayList<>();

    public static final Setting<String> HOSTNAME =
            add(
                    "hostname",
                    Form.TEXT,
                    "",
                    "The name of this host as others know it, in greetings and trace fields; the"
                            + " system's own name when not set.");
    public static final Setting<String> BIND =
            add(
                    "bind",
                    Form.TEXT,
                    "*",
                    "The address on which all services listen; `*` for every address.");
    public static final Setting<Integer> PORT_OFFSET =
            add(
                    "port-offset",
                    Form.PORT,
                    "0",
                    "Added to the port of every service, to run beside another mail server.");
    public static final Setting<String> DEFAULT_DOMAIN =
            add(
                    "default-domain",
                    Form.TEXT,
                    "",
                    "Completes a log-in name without a domain where neither the address nor the TLS"
                            + " server name does; with one domain only, that one does.");

    /// The services in the order in which they are opened.
    public static final List<Service> SERVICES =
            List.of(
                    new Service("smtp", 25, true, "", PlainLogin.NONE),
                    new Service("submission", 587, true, "", PlainLogin.SETTABLE),
                    new Service("submissions", 465, true, "", PlainLogin.NONE),
                    new Service("lmtp", 24, false, "127.0.0.1", PlainLogin.NONE),
                    new Service("lmtp-old", 2003, false, "127.0.0.1", PlainLogin.NONE),
                    new Service("imap", 143, true, "", PlainLogin.SETTABLE),
                    new Service("imaps", 993, true, "", PlainLogin.NONE),
                    new Service("managesieve", 4190, true, "", PlainLogin.SETTABLE),
                    new Service("managesieve-old", 2000, false, "", PlainLogin.SETTABLE),
                    new Service("pop3", 110, true, "", PlainLogin.SETTABLE),
                    new Service("pop3s", 995, true, "", PlainLogin.NONE),
                    new Service("poppassd", 106, true, "127.0.0.1", PlainLogin.SETTABLE),
                    new Service("poppassds", 1106, false, "", PlainLogin.NONE));

    public static final Setting<Boolean> SMTP_LOGIN =
            add(
                    "services.smtp.login",
                    Form.SWITCH,
                    "false",
                    "Whether people may log in on port 25 too, as on port 587.");

    public static final Setting<Boolean> LOCAL_ENABLED =
            add(
                    "local.enabled",
                    Form.SWITCH,
                    "true",
                    "Whether programs of this host hand mail over by `pabal sendmail` and `pabal"
                            + " deliver`.");
    public static final Setting<Optional<Path>> LOCAL_DIRECTORY =
            add(
                    "local.directory",
                    Form.FILE,
                    "",
                    "The directory through which they do: `/var/spool/pabal` for all users of this"
                            + " host; `local` in the data directory, which only this program's user"
                            + " enters, when not set.");
    public static final Setting<List<String>> LOCAL_USERS =
            add(
                    "local.users",
                    Form.LIST,
                    "*",
                    "The users of this host who may submit mail there, as themselves: `[\"www-data\","
                            + " \"bob\"]`; `*` for all.");
    public static final Setting<List<String>> LOCAL_TRUSTED_USERS =
            add(
                    "local.trusted-users",
                    Form.LIST,
                    "root",
                    "Those who may use any sender and deliver into any mailbox; the user of this program"
                            + " may, too.");
    public static final Setting<String> LOCAL_DOMAIN =
            add(
                    "local.domain",
                    Form.TEXT,
                    "",
                    "The domain of these users' addresses, and of bare names; `default-domain`, else the"
                            + " first domain, when not set.");
    public static final Setting<List<String>> LMTP_TRUSTED_NETWORKS =
            add(
                    "lmtp.trusted-networks",
                    Form.LIST,
                    "127.0.0.0/8,::1",
                    "Hosts that deliver by LMTP without a log-in: `[\"192.0.2.7\","
                            + " \"2001:db8::/64\"]`. What they say of a mail is believed.");
    public static final Setting<List<String>> LMTP_ACCOUNTS =
            add(
                    "lmtp.accounts",
                    Form.LIST,
                    "",
                    "Accounts with which other hosts log in to deliver by LMTP, under TLS only:"
                            + " `[\"front@example.org\"]`.");
    public static final Setting<String> LMTP_SOCKET_GROUP =
            add(
                    "lmtp.socket-group",
                    Form.TEXT,
                    "",
                    "The group of the sockets of `services.lmtp.address`, whose members may deliver,"
                            + " such as `postfix`; that of this program when not set.");
    public static final Setting<Set<PosixFilePermission>> LMTP_SOCKET_MODE =
            add("lmtp.socket-mode", Form.MODE, "0660", "The permissions of these sockets.");

    public static final Setting<Optional<Path>> TLS_CERTIFICATE =
            add(
                    "tls.certificate",
                    Form.FILE,
                    "",
                    "PEM file with the certificate and its chain; read anew when it changes. A"
                            + " self-signed one is made when not set.");
    public static final Setting<Optional<Path>> TLS_KEY =
            add(
                    "tls.key",
                    Form.FILE,
                    "",
                    "PEM file with the private key; readable by its owner only.");
    public static final Setting<Optional<Path>> TLS_CLIENT_AUTHORITIES =
            add(
                    "tls.client-authorities",
                    Form.FILE,
                    "",
                    "PEM file with the authorities whose client certificates log their owners in, by"
                            + " the mail address in them (SASL EXTERNAL); nobody is asked for one when"
                            + " not set.");
    public static final Setting<Boolean> TLS_CHANNEL_BINDING =
            add(
                    "tls.channel-binding",
                    Form.SWITCH,
                    "false",
                    "Whether log-ins bound to the TLS channel (SCRAM-SHA-256-PLUS) are offered. Some"
                            + " clients, mutt 2.2 among them, choose it and then cannot do it.");
    public static final Setting<Long> MAX_MESSAGE_SIZE =
            add(
                    "mail.max-message-size",
                    Form.SIZE_IN_OCTETS,
                    "100 MiB",
                    "The largest message that is taken in, by SMTP and by APPEND.");
    public static final Setting<Integer> MAX_RECIPIENTS =
            add(
                    "mail.max-recipients",
                    Form.COUNT,
                    "1000",
                    "The most recipients of one mail; more are asked to come in another.");
    public static final Setting<List<String>> OWN_NETWORKS =
            add(
                    "mail.own-networks",
                    Form.LIST,
                    "",
                    "Networks of our own machines and devices, such as `[\"192.0.2.0/24\"]`: their"
                            + " mail is relayed, and what they do against the grammar of SMTP is put"
                            + " up with where it can mean only one thing.");
    public static final Setting<List<String>> FRONT_NETWORKS =
            add(
                    "mail.front-networks",
                    Form.LIST,
                    "",
                    "Networks of content filters and proxies of ours that tell by XCLIENT and XFORWARD"
                            + " whom they speak for, such as `[\"192.0.2.7\"]`: what they say is"
                            + " believed.");
    public static final Setting<Duration> MAX_HOLD =
            add(
                    "submission.max-hold",
                    Form.TIME,
                    "30d",
                    "The longest time for which a submitted mail may ask to be sent later; `0s` for"
                            + " not at all.");
    public static final Setting<String> UNKNOWN_SENDER_DOMAIN =
            add(
                    "reception.unknown-sender-domain",
                    Form.oneOf("reject", "defer", "off"),
                    "reject",
                    "What strangers' mail is answered whose sender's domain does not exist; `off`"
                            + " looks nothing up.");
    public static final Setting<Boolean> CLIENT_NAMES =
            add(
                    "reception.client-names",
                    Form.SWITCH,
                    "true",
                    "Whether the name of a client's address is looked up for the trace field.");
    public static final Setting<String> AUTHENTICATION_MODE =
            add(
                    "authentication.mode",
                    Form.oneOf("enforce", "test", "off"),
                    "enforce",
                    "What SPF, DKIM, DMARC and ARC decide about strangers' mail: `test` finds, writes"
                            + " and logs all and refuses nothing, `off` examines nothing.");
    public static final Setting<String> AUTHSERV_ID =
            add(
                    "authentication.authserv-id",
                    Form.TEXT,
                    "",
                    "In whose name Authentication-Results are written; `hostname` when not set.");
    public static final Setting<List<String>> OWN_AUTHSERV_IDS =
            add(
                    "authentication.own-ids",
                    Form.LIST,
                    "",
                    "Further names whose Authentication-Results are taken out of arriving mail, such as"
                            + " those of our other hosts.");
    public static final Setting<String> AUTHENTICATION_FIELDS =
            add(
                    "authentication.fields",
                    Form.oneOf("both", "authentication-results", "received-spf", "none"),
                    "both",
                    "Which fields tell of what was found.");
    public static final Setting<String> DMARC_POLICY =
            add(
                    "authentication.dmarc",
                    Form.oneOf("enforce", "mark", "off"),
                    "enforce",
                    "What becomes of mail that fails DMARC: what its author's domain asks for, marked"
                            + " at most, or nothing.");
    public static final Setting<String> BAD_AUTHOR =
            add(
                    "authentication.bad-from",
                    Form.oneOf("mark", "reject", "accept"),
                    "mark",
                    "What becomes of mail whose From field is missing or names no author, or several of"
                            + " different domains.");
    public static final Setting<List<String>> TRUSTED_SEALERS =
            add(
                    "authentication.trusted-sealers",
                    Form.DOMAINS,
                    "",
                    "Domains of forwarders whose ARC seals are believed: `[\"google.com\","
                            + " \"lists.example.org\"]`. Whoever is named here can let any mail in.");
    public static final Setting<Boolean> LEARN_FORWARDERS =
            add(
                    "authentication.learn-forwarders",
                    Form.SWITCH,
                    "true",
                    "Whether hosts that pass signed mail of others on to somebody for days are learnt"
                            + " as that person's forwarders.");
    public static final Setting<String> SPF_HELO_REJECT =
            add(
                    "spf.helo-reject",
                    Form.oneOf("no", "fail", "softfail", "not-pass", "null"),
                    "no",
                    "Which SPF results of the greeting's name are refused, whatever DMARC says; `null`"
                            + " for a fail of mail from `<>`.");
    public static final Setting<String> SPF_MAIL_FROM_REJECT =
            add(
                    "spf.mail-from-reject",
                    Form.oneOf("no", "fail", "softfail", "not-pass"),
                    "no",
                    "Which SPF results of the sender are refused, whatever DMARC says: forwarded mail"
                            + " fails, so this loses mail.");
    public static final Setting<String> SPF_REJECT_AT =
            add(
                    "spf.reject-at",
                    Form.oneOf("content", "recipient"),
                    "content",
                    "When they are refused: at the end, unless a signature vouches for the mail, or at"
                            + " RCPT, unless a forwarder is known.");
    public static final Setting<Boolean> SPF_PERM_ERROR_REJECT =
            add(
                    "spf.perm-error-reject",
                    Form.SWITCH,
                    "false",
                    "Whether mail is refused whose SPF record is wrong, where a fail would be.");
    public static final Setting<Boolean> SPF_TEMP_ERROR_DEFER =
            add(
                    "spf.temp-error-defer",
                    Form.SWITCH,
                    "false",
                    "Whether mail waits until its SPF record can be looked up, where a fail would be"
                            + " refused.");
    public static final Setting<List<String>> SPF_REJECT_NOT_PASS_DOMAINS =
            add(
                    "spf.reject-not-pass-domains",
                    Form.DOMAINS,
                    "",
                    "Senders' domains whose mail is refused unless SPF passes.");
    public static final Setting<List<String>> SPF_SKIP_ADDRESSES =
            add(
                    "spf.skip-addresses",
                    Form.LIST,
                    "",
                    "Networks whose mail is not examined at all, such as our own backup mail"
                            + " exchangers: `[\"192.0.2.0/24\"]`.");
    public static final Setting<List<String>> SPF_WHITELIST =
            add(
                    "spf.whitelist",
                    Form.LIST,
                    "",
                    "Networks of forwarders: what they pass on is let in though it fails.");
    public static final Setting<List<String>> SPF_HELO_WHITELIST =
            add(
                    "spf.helo-whitelist",
                    Form.DOMAINS,
                    "",
                    "Forwarders by the name that they greet with, for which SPF must pass.");
    public static final Setting<List<String>> SPF_DOMAIN_WHITELIST =
            add(
                    "spf.domain-whitelist",
                    Form.DOMAINS,
                    "",
                    "Forwarders by a domain whose SPF record lets them send.");
    public static final Setting<List<String>> SPF_DOMAIN_WHITELIST_PTR =
            add(
                    "spf.domain-whitelist-ptr",
                    Form.DOMAINS,
                    "",
                    "Forwarders by the name of their address, or a domain above it, which must lead"
                            + " back.");
    public static final Setting<Duration> SPF_LOOKUP_TIME =
            add(
                    "spf.lookup-time",
                    Form.TIME,
                    "20s",
                    "How long the look-ups for one SPF result may take in all.");
    public static final Setting<Integer> SPF_VOID_LIMIT =
            add(
                    "spf.void-limit",
                    Form.COUNT,
                    "2",
                    "How many look-ups of one SPF record may find nothing.");
    public static final Setting<Boolean> SPF_HIDE_RECEIVER =
            add(
                    "spf.hide-receiver",
                    Form.SWITCH,
                    "false",
                    "Whether Received-SPF says `receiver=<UNKNOWN>` and not our name.");
    public static final Setting<String> FULL_MAILBOX =
            add(
                    "reception.full-mailbox",
                    Form.oneOf("defer", "reject"),
                    "defer",
                    "What mail for an account over its quota is answered: `452`, come again, or"
                            + " `552`.");
    public static final Setting<Integer> ACCOUNT_MAILS_PER_HOUR =
            add(
                    "submission.mails-per-hour",
                    Form.COUNT,
                    "300",
                    "The most mails of one account in an hour.");
    public static final Setting<Integer> ACCOUNT_RECIPIENTS_PER_HOUR =
            add(
                    "submission.recipients-per-hour",
                    Form.COUNT,
                    "1000",
                    "The most recipients of all mails of one account in an hour.");
    public static final Setting<Integer> ACCOUNT_MAILS_PER_DAY =
            add(
                    "submission.mails-per-day",
                    Form.COUNT,
                    "2000",
                    "The most mails of one account in a day.");
    public static final Setting<Integer> ACCOUNT_RECIPIENTS_PER_DAY =
            add(
                    "submission.recipients-per-day",
                    Form.COUNT,
                    "10000",
                    "The most recipients of all mails of one account in a day.");
    public static final Setting<Boolean> SHOW_CLIENT_ADDRESS =
            add(
                    "submission.show-client-address",
                    Form.SWITCH,
                    "false",
                    "Whether the trace field of submitted mail tells where its author was.");
    public static final Setting<Boolean> ARC_SEAL =
            add(
                    "arc.seal",
                    Form.SWITCH,
                    "true",
                    "Whether mail that comes in and is forwarded elsewhere is sealed (ARC) with the"
                            + " DKIM key of the domain that forwards it.");
    public static final Setting<Boolean> DKIM_SIGN =
            add(
                    "dkim.sign",
                    Form.SWITCH,
                    "true",
                    "Whether mail of our domains is signed (DKIM), once their keys are published;"
                            + " `false` where a milter or a relay of ours signs.");
    public static final Setting<Boolean> DKIM_SIGN_OWN_NETWORKS =
            add(
                    "dkim.sign-own-networks",
                    Form.SWITCH,
                    "true",
                    "Whether mail from clients in `mail.own-networks`, who do not log in, is signed"
                            + " too.");
    public static final Setting<String> DKIM_CANONICALIZATION =
            add(
                    "dkim.canonicalization",
                    Form.oneOf(
                            "relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"),
                    "relaxed/relaxed",
                    "The forms in which header fields and bodies are signed: `simple` bears no change"
                            + " of blanks on the way.");
    public static final Setting<Duration> DKIM_EXPIRY =
            add(
                    "dkim.expiry",
                    Form.TIME,
                    "0s",
                    "How long a signature is good for (`x=`); `0s` for as long as its key is"
                            + " published.");
    public static final Setting<Duration> DKIM_SETTLE =
            add(
                    "dkim.settle",
                    Form.TIME,
                    "2h",
                    "How long this server has seen a key's record in the DNS before the key signs, at"
                            + " least `1h`: longer than others remember that it was not there (the"
                            + " last number of the zone's SOA) and than its name servers lag.");
    public static final Setting<Duration> DKIM_CHECK_EVERY =
            add(
                    "dkim.check-every",
                    Form.TIME,
                    "10m",
                    "How often the DNS is asked about keys that wait to sign.");
    public static final Setting<Duration> DKIM_ROTATE_EVERY =
            add(
                    "dkim.rotate-every",
                    Form.TIME,
                    "0s",
                    "The age at which a key that signs gets a successor, which signs when its record"
                            + " is published; `0s` for never but by `pabal dkim rotate`.");
    public static final Setting<Duration> DKIM_KEEP_RETIRED =
            add(
                    "dkim.keep-retired",
                    Form.TIME,
                    "14d",
                    "How long the record of a retired key is to stay published; longer where"
                            + " `submission.max-hold` and `queue.expiry` let mail wait longer.");
    public static final Setting<Integer> MAX_CONNECTIONS =
            add(
                    "limits.connections",
                    Form.COUNT,
                    "5000",
                    "The most connections of one service at a time.");
    public static final Setting<Integer> MAX_CONNECTIONS_PER_SOURCE =
            add(
                    "limits.connections-per-source",
                    Form.COUNT,
                    "50",
                    "The most connections of one service from one address (IPv6: /64) at a time.");
    public static final Setting<Duration> SOURCE_WINDOW =
            add(
                    "limits.source-window",
                    Form.TIME,
                    "1m",
                    "The time within which a stranger's address (IPv6: /64) may bring to port 25 no"
                            + " more than the next three settings say.");
    public static final Setting<Integer> SOURCE_CONNECTIONS =
            add(
                    "limits.source-connections",
                    Form.COUNT,
                    "600",
                    "The most connections of a stranger's address within `limits.source-window`.");
    public static final Setting<Integer> SOURCE_MAILS =
            add(
                    "limits.source-mails",
                    Form.COUNT,
                    "6000",
                    "The most mails of a stranger's address within `limits.source-window`.");
    public static final Setting<Integer> SOURCE_RECIPIENTS =
            add(
                    "limits.source-recipients",
                    Form.COUNT,
                    "60000",
                    "The most recipients of a stranger's address within `limits.source-window`.");
    public static final Setting<Integer> MAX_ERRORS =
            add(
                    "limits.errors",
                    Form.COUNT,
                    "10",
                    "The errors after which an SMTP session is ended.");
    public static final Setting<Integer> MAX_JUNK_COMMANDS =
            add(
                    "limits.junk-commands",
                    Form.COUNT,
                    "100",
                    "The commands that move no mail on (NOOP, RSET, VRFY and the like) after which an"
                            + " SMTP session is ended.");
    public static final Setting<Duration> ERROR_DELAY =
            add(
                    "limits.error-delay",
                    Form.TIME,
                    "1s",
                    "How long each further error of an SMTP client waits for its reply, once half of"
                            + " `limits.errors` are used up; `0s` for not at all.");
    public static final Setting<Duration> LONGEST_SESSION =
            add(
                    "limits.session",
                    Form.TIME,
                    "1h",
                    "How long an SMTP session may last; a mail that is under way is let through.");
    public static final Setting<Duration> GREETING_DELAY =
            add(
                    "reception.greeting-delay",
                    Form.TIME,
                    "0s",
                    "How long a stranger on port 25 must keep silent before the greeting: who speaks"
                            + " earlier is refused.");
    public static final Setting<Integer> MAX_MAILS_PER_SESSION =
            add(
                    "limits.mails-per-session",
                    Form.COUNT,
                    "100",
                    "The most mails in one SMTP session.");
    public static final Setting<String> RELAY_HOST =
            add(
                    "relay.host",
                    Form.TEXT,
                    "",
                    "A smarthost that takes mail for other domains; when not set, the domain's own"
                            + " mail exchangers do. For more than one see `relays`.");
    public static final Setting<Integer> RELAY_PORT =
            add("relay.port", Form.PORT, "587", "The smarthost's port.");
    public static final Setting<String> RELAY_USER =
            add("relay.user", Form.TEXT, "", "The log-in name at the smarthost.");
    public static final Setting<Optional<Path>> RELAY_PASSWORD_FILE =
            add(
                    "relay.password-file",
                    Form.FILE,
                    "",
                    "A file that holds the password at the smarthost; readable by its owner only.");
    public static final Setting<String> DETAIL_DELIMITERS =
            add(
                    "addresses.detail-delimiters",
                    new Form<>(
                            "characters of - + _ = . #", text -> new Subaddress(text).delimiters()),
                    "+",
                    "Each begins the detail of an address: `bob+lists@` is bob's. With several, the"
                            + " longest name that is there wins.");
    public static final Setting<String> DETAIL_MAILBOX =
            add(
                    "addresses.detail-mailbox",
                    Form.oneOf("off", "postable", "existing"),
                    "off",
                    "Whether `bob+lists` goes into bob's mailbox `lists`: `postable` if bob has given"
                            + " `anyone` the right `p` on it, `existing` if it is there.");
    public static final Setting<Optional<Path>> SIEVE_PROGRAM_DIRECTORY =
            add(
                    "sieve.program-dir",
                    Form.FILE,
                    "",
                    "The directory of the programs that scripts may run with `pipe`, `filter` and"
                            + " `execute`. Neither it nor they may be writable by others; without it"
                            + " scripts run no programs.");
    public static final Setting<Duration> SIEVE_PROGRAM_TIME_LIMIT =
            add(
                    "sieve.program-time-limit",
                    Form.TIME,
                    "10s",
                    "After this time a script's program is killed with all that it has started, and a"
                            + " notification to the web is given up for now.");
    public static final Setting<String> SIEVE_PROGRAM_PATH =
            add(
                    "sieve.program-path",
                    Form.TEXT,
                    ProgramsConfig.USUAL_PATH,
                    "The PATH of scripts' programs: where they find others.");
    public static final Setting<List<String>> SIEVE_NOTIFY_NETWORKS =
            add(
                    "sieve.notify-networks",
                    Form.LIST,
                    "",
                    "Networks to which scripts may send notifications (`https:`) although they are"
                            + " loopback or private: `[\"192.168.1.20\"]`.");
    public static final Setting<List<String>> ALIAS_FILES =
            add(
                    "aliases.files",
                    Form.LIST,
                    "",
                    "Files in the syntax of `/etc/aliases`; read anew when they change. Bare names"
                            + " in them are of the default domain.");
    public static final Setting<Boolean> ALIAS_PROGRAMS =
            add(
                    "aliases.allow-programs",
                    Form.SWITCH,
                    "false",
                    "Whether aliases in files may lead to programs: `|/path argument`.");
    public static final Setting<Boolean> ALIAS_MAILDIRS =
            add(
                    "aliases.allow-files",
                    Form.SWITCH,
                    "false",
                    "Whether aliases in files may lead to Maildirs (`/path/`) and mbox files"
                            + " (`/path/file`).");
    public static final Setting<ExitCodes> ALIAS_EXIT_CODES =
            add(
                    "aliases.exit-codes",
                    Form.EXIT_CODES,
                    "sysexits",
                    "By whose convention the exit codes of programs in alias files are read:"
                            + " `sysexits` or `qmail`, as in `[pipes.NAME]`.");
    public static final Setting<List<String>> RELAY_DOMAINS =
            add(
                    "relay-domains.domains",
                    Form.DOMAINS,
                    "",
                    "Domains that this server is a backup for: mail is taken from anyone and handed"
                            + " on to their better mail exchangers. `*.domain` is all below one.");
    public static final Setting<Optional<Path>> RELAY_RECIPIENTS =
            add(
                    "relay-domains.recipients-file",
                    Form.FILE,
                    "",
                    "A file with the addresses that these domains have, one a line, `@domain` for all"
                            + " of one; without it all are taken.");
    public static final Setting<List<String>> MASQUERADE =
            add(
                    "rewrite.masquerade",
                    Form.DOMAINS,
                    "",
                    "Domains that hide their hosts: `bob@host.example.org` sends as"
                            + " `bob@example.org`.");
    public static final Setting<Integer> DELIVERY_PORT =
            add("delivery.port", Form.PORT, "25", "The port of remote mail exchangers.");
    public static final Setting<Boolean> DELIVERY_ALLOW_LOOPBACK =
            add(
                    "delivery.allow-loopback",
                    Form.SWITCH,
                    "false",
                    "Whether mail may be delivered to loopback addresses: for laboratories only.");
    public static final Setting<Duration> DELIVERY_CONNECT_TIMEOUT =
            add(
                    "delivery.connect-timeout",
                    Form.TIME,
                    "15s",
                    "How long an address may take to answer before the next one is tried.");
    public static final Setting<Duration> DELIVERY_IDLE_TIME =
            add(
                    "delivery.idle-time",
                    Form.TIME,
                    "3s",
                    "How long a connection waits for another mail to the same host.");
    public static final Setting<Integer> DELIVERY_IDLE_CONNECTIONS =
            add(
                    "delivery.idle-connections",
                    Form.COUNT,
                    "100",
                    "The most connections that wait for another mail, to all hosts together.");
    public static final Setting<Integer> DELIVERY_MAILS_PER_CONNECTION =
            add(
                    "delivery.mails-per-connection",
                    Form.COUNT,
                    "100",
                    "The most mails that are sent over one connection.");
    public static final Setting<Optional<Path>> DELIVERY_CERTIFICATE =
            add(
                    "delivery.certificate",
                    Form.FILE,
                    "",
                    "PEM file with the certificate and its chain that is shown to other servers that"
                            + " ask for one; none is shown when not set.");
    public static final Setting<Optional<Path>> DELIVERY_KEY =
            add(
                    "delivery.key",
                    Form.FILE,
                    "",
                    "PEM file with the private key of `delivery.certificate`; readable by its owner"
                            + " only.");
    public static final Setting<Optional<Path>> DELIVERY_AUTHORITIES =
            add(
                    "delivery.authorities",
                    Form.FILE,
                    "",
                    "PEM file with the authorities that may vouch for other servers; the public ones"
                            + " when not set.");
    public static final Setting<Boolean> MTA_STS =
            add(
                    "tls-policy.mta-sts",
                    Form.SWITCH,
                    "true",
                    "Whether what other domains demand of TLS by MTA-STS (RFC 8461) is kept to.");
    public static final Setting<Duration> MTA_STS_TIMEOUT =
            add(
                    "tls-policy.fetch-timeout",
                    Form.TIME,
                    "1m",
                    "How long the fetch of a domain's policy may take in all; no delivery waits longer"
                            + " for one.");
    public static final Setting<Integer> MTA_STS_PORT =
            add(
                    "tls-policy.https-port",
                    Form.PORT,
                    "443",
                    "The port of policy hosts: another one for laboratories only.");
    public static final Setting<List<String>> PROBE_HOSTS =
            add(
                    "probe.hosts",
                    Form.LIST,
                    "",
                    "Mail servers that are asked, besides those of mail that waits, whether outbound"
                            + " port 25 is open again: names or IP addresses.");
    public static final Setting<Duration> PROBE_EVERY =
            add(
                    "probe.every",
                    Form.TIME,
                    "5m",
                    "How often they are asked while outbound port 25 is blocked.");
    public static final Setting<Duration> QUEUE_FIRST_RETRY =
            add(
                    "queue.first-retry",
                    Form.TIME,
                    "5m",
                    "The wait after the first failed attempt; it doubles with each.");
    public static final Setting<Duration> QUEUE_LONGEST_RETRY =
            add("queue.longest-retry", Form.TIME, "4h", "The longest wait between two attempts.");
    public static final Setting<Duration> QUEUE_EXPIRY =
            add(
                    "queue.expiry",
                    Form.TIME,
                    "5d",
                    "After this time a mail that could not be delivered is returned.");
    public static final Setting<Duration> QUEUE_DELAY_WARNING =
            add(
                    "queue.delay-warning",
                    Form.TIME,
                    "4h",
                    "After this time the sender is told that a mail is still on its way.");
    public static final Setting<Integer> QUEUE_CONCURRENCY =
            add(
                    "queue.concurrency",
                    Form.COUNT,
                    "400",
                    "The most deliveries at a time, to all destinations together.");
    public static final Setting<Integer> QUEUE_PER_DESTINATION =
            add(
                    "queue.concurrency-per-destination",
                    Form.COUNT,
                    "20",
                    "The most deliveries at a time to one destination. It begins with five, grows"
                            + " while they succeed and shrinks when connections fail.");
    public static final Setting<Duration> QUEUE_DESTINATION_REST =
            add(
                    "queue.destination-rest",
                    Form.TIME,
                    "5m",
                    "How long a destination that does not answer is left alone; it doubles with each"
                            + " failed attempt after that, up to eight times as long.");
    public static final Setting<Integer> QUEUE_MAX_ENTRIES =
            add(
                    "queue.max-entries",
                    Form.COUNT,
                    "1000000",
                    "With so many entries in the queue, new mail that must wait is deferred.");
    public static final Setting<String> BOUNCES_STRANGERS =
            add(
                    "bounces.of-strangers",
                    Form.oneOf("postmaster", "sender", "nobody"),
                    "postmaster",
                    "Who is told when mail that came from outside cannot be delivered on. Its sender"
                            + " may be forged, and the report would be spam to somebody else.");
    public static final Setting<String> BOUNCES_OF_REPORTS =
            add(
                    "bounces.of-reports",
                    Form.oneOf("nobody", "postmaster"),
                    "nobody",
                    "Who is told when a report itself cannot be delivered; the ledger always knows.");
    public static final Setting<Long> BOUNCES_MAX_RETURNED =
            add(
                    "bounces.max-returned-message",
                    Form.SIZE_IN_OCTETS,
                    "50 KiB",
                    "Up to this size an undeliverable mail comes back whole, beyond it only its"
                            + " header; at most 10 MiB.");
    public static final Setting<Duration> LEDGER_RETENTION =
            add(
                    "ledger.retention",
                    Form.TIME,
                    "30d",
                    "How long the ledger remembers what became of each mail.");
    public static final Setting<List<String>> QUOTA_WARNING_PERCENT =
            add(
                    "quota.warning-percent",
                    Form.LIST,
                    "90",
                    "At which percentages of its quota an account gets a mail that warns it; `0` for"
                            + " none.");
    public static final Setting<String> IMAP_NAMESPACE =
            add(
                    "imap.namespace",
                    Form.oneOf("/", "INBOX."),
                    "/",
                    "How IMAP clients see mailbox names: `/` between levels and own mailboxes at the"
                            + " top, or `.` between levels and own mailboxes below `INBOX.`, as"
                            + " clients of an old Cyrus are used to.");
    public static final Setting<Duration> POP3_IDLE_TIMEOUT =
            add(
                    "pop3.idle-timeout",
                    Form.TIME,
                    "10m",
                    "How long a POP3 client that has logged in may say nothing; below 10 minutes"
                            + " RFC 1939 is broken. Until then a client that vanished without a word"
                            + " keeps its maildrop.");
    public static final Setting<Boolean> POP3_SHARED =
            add(
                    "pop3.shared",
                    Form.SWITCH,
                    "false",
                    "Whether several POP3 sessions may have one maildrop at a time, each with the"
                            + " messages as they were when it began; else the second is told"
                            + " `[IN-USE]`.");
    public static final Setting<Boolean> POP3_MARK_SEEN =
            add(
                    "pop3.mark-seen",
                    Form.SWITCH,
                    "true",
                    "Whether messages that were fetched by POP3 are seen (`\\Seen`) for IMAP.");
    public static final Setting<Integer> IMAP_SESSIONS =
            add(
                    "imap.sessions-per-account",
                    Form.COUNT,
                    "20",
                    "How many IMAP sessions an account may have at one time, over all its clients.");
    public static final Setting<Duration> IMAP_IDLE_TIMEOUT =
            add(
                    "imap.idle-timeout",
                    Form.TIME,
                    "30m",
                    "How long an IMAP client that has logged in may say nothing, in IDLE too; below"
                            + " 30 minutes RFC 9051 is broken and clients that trust it lose their"
                            + " connections.");
    public static final Setting<Duration> IMAP_STILL_HERE =
            add(
                    "imap.idle-keepalive",
                    Form.TIME,
                    "4m",
                    "After so long without news an idling IMAP client is told `OK Still here`, so"
                            + " that routers between keep the connection and dead clients are"
                            + " noticed. Longer saves the batteries of phones; `0s` for never.");
    public static final Setting<Optional<String>> IMAP_OTHERS_PREFIX =
            add(
                    "imap.other-users-prefix",
                    Form.OPTIONAL_TEXT,
                    "",
                    "What stands before the names of other users' mailboxes, with the character"
                            + " between levels at its end; `Other Users/` or `user.` when not set.");
    public static final Setting<Optional<String>> IMAP_SHARED_PREFIX =
            add(
                    "imap.shared-prefix",
                    Form.OPTIONAL_TEXT,
                    "",
                    "The same for mailboxes of `imap.shared-accounts`; `Shared/` or `shared.` when"
                            + " not set.");
    public static final Setting<List<String>> IMAP_SHARED_ACCOUNTS =
            add(
                    "imap.shared-accounts",
                    Form.LIST,
                    "",
                    "Addresses of accounts that belong to a group: what they share is shown below"
                            + " `imap.shared-prefix`, not among other users.");
    public static final Setting<List<String>> IMAP_ADMINISTRATORS =
            add(
                    "imap.administrators",
                    Form.LIST,
                    "",
                    "Addresses of accounts that may list, make, rename, delete and share everyone's"
                            + " mailboxes and set quotas over IMAP; to read them, they must give"
                            + " themselves the right.");
    public static final Setting<Boolean> IMAP_SHARE_WITH_ANYONE =
            add(
                    "imap.share-with-anyone",
                    Form.SWITCH,
                    "false",
                    "Whether people may share mailboxes with everyone who can log in (`anyone`).");
    public static final Setting<Optional<String>> IMAP_ADMIN_CONTACT =
            add(
                    "imap.admin-contact",
                    Form.OPTIONAL_TEXT,
                    "",
                    "How to reach whoever runs this server, for IMAP clients that ask: a URI such as"
                            + " `mailto:postmaster@example.org`.");
    public static final Setting<Integer> MANAGESIEVE_SESSIONS =
            add(
                    "managesieve.sessions-per-account",
                    Form.COUNT,
                    "20",
                    "How many ManageSieve sessions an account may have at one time.");
    public static final Setting<Duration> MANAGESIEVE_IDLE_TIMEOUT =
            add(
                    "managesieve.idle-timeout",
                    Form.TIME,
                    "30m",
                    "How long a ManageSieve client that has logged in may say nothing; RFC 5804 asks"
                            + " for 30 minutes.");
    public static final Setting<List<String>> SIEVE_EXTENSIONS =
            add(
                    "sieve.extensions",
                    Form.LIST,
                    "",
                    "Extensions of Sieve that scripts may use besides those that are enabled anyway:"
                            + " all but `vnd.dovecot.pipe`, `vnd.dovecot.filter` and"
                            + " `vnd.dovecot.execute`, which run programs.");
    public static final Setting<List<String>> SIEVE_DISABLED_EXTENSIONS =
            add(
                    "sieve.disabled-extensions",
                    Form.LIST,
                    "",
                    "Extensions of Sieve that scripts may not use, such as `[\"regex\"]`. A script in"
                            + " use that requires one fails from then on, and mail is kept.");
    public static final Setting<List<String>> SIEVE_PROTECTED_FIELDS =
            add(
                    "sieve.protected-fields",
                    Form.LIST,
                    "",
                    "Header fields that scripts neither add nor delete, such as `[\"X-Spam-Score\"]`."
                            + " `Received`, `Auto-Submitted` and `X-Sieve-Redirected-From` cannot be"
                            + " deleted anyway.");
    public static final Setting<Integer> SIEVE_MAX_SCRIPTS =
            add("sieve.max-scripts", Form.COUNT, "50", "How many scripts an account may have.");
    public static final Setting<Long> SIEVE_MAX_SCRIPT_SIZE =
            add(
                    "sieve.max-script-size",
                    Form.SIZE_IN_OCTETS,
                    "256 KiB",
                    "The largest script; at most 8 MiB.");
    public static final Setting<Long> SIEVE_MAX_TOTAL_SIZE =
            add(
                    "sieve.max-total-size",
                    Form.SIZE_IN_OCTETS,
                    "4 MiB",
                    "How large an account's scripts may be together.");
    public static final Setting<Optional<Path>> SIEVE_GLOBAL =
            add(
                    "sieve.global",
                    Form.FILE,
                    "",
                    "A directory of scripts, `NAME.sieve`, that everyone's scripts can include as"
                            + " `:global`; read anew when they change.");
    public static final Setting<List<String>> SIEVE_BEFORE =
            add(
                    "sieve.before",
                    Form.LIST,
                    "",
                    "Scripts that run for everyone's mail before the account's own, in order: files,"
                            + " or directories of `NAME.sieve`. The next runs as long as a script"
                            + " keeps the message. Read anew when they change.");
    public static final Setting<List<String>> SIEVE_AFTER =
            add(
                    "sieve.after",
                    Form.LIST,
                    "",
                    "The same after the account's own script, if that has kept the message.");
    public static final Setting<Optional<Path>> SIEVE_DEFAULT =
            add("sieve.default", Form.FILE, "", "The script of accounts that have no active one.");
    public static final Setting<Optional<Path>> SIEVE_IMAP =
            add(
                    "sieve.imap",
                    Form.FILE,
                    "",
                    "The script that runs when IMAP clients put messages into a mailbox or change"
                            + " flags (RFC 6785), where neither the mailbox nor the account names one"
                            + " in its annotation `/shared/imapsieve/script`.");
    public static final Setting<Duration> SIEVE_VACATION_MIN =
            add(
                    "sieve.vacation-min-period",
                    Form.TIME,
                    "10m",
                    "The shortest time, with `:seconds`, after which `vacation` answers the same"
                            + " sender again; with `:days` it is one day at least.");
    public static final Setting<Duration> SIEVE_VACATION_MAX =
            add("sieve.vacation-max-period", Form.TIME, "90d", "The longest such time.");
    public static final Setting<Duration> SIEVE_VACATION_DEFAULT =
            add(
                    "sieve.vacation-default-period",
                    Form.TIME,
                    "7d",
                    "Such a time where a script names none.");
    public static final Setting<Boolean> SIEVE_CREATE_MAILBOXES =
            add(
                    "sieve.create-mailboxes",
                    Form.SWITCH,
                    "false",
                    "Whether a mailbox that a script files into is made when it is not there; the"
                            + " message goes to INBOX otherwise. `:create` makes it either way.");
    public static final Setting<Duration> SIEVE_DUPLICATE_WINDOW =
            add(
                    "sieve.duplicate-window",
                    Form.TIME,
                    "0s",
                    "For so long a message with the same Message-ID is filed into the same mailbox"
                            + " once, for all accounts, with a script or without; `0s` for as often"
                            + " as it comes.");
    public static final Setting<Optional<String>> SIEVE_TIME_ZONE =
            add(
                    "sieve.time-zone",
                    Form.OPTIONAL_TEXT,
                    "",
                    "The time zone in which scripts tell the time, such as `Asia/Seoul`; the"
                            + " system's own when not set.");
    public static final Setting<Boolean> REPORTS_SEND_DMARC =
            add(
                    "reports.send-dmarc",
                    Form.SWITCH,
                    "true",
                    "Whether domains that ask for it (`rua` in their DMARC record) are told once a"
                            + " day which mail came in their name, from which addresses, and what"
                            + " became of it.");
    public static final Setting<Boolean> REPORTS_SEND_TLS =
            add(
                    "reports.send-tls",
                    Form.SWITCH,
                    "true",
                    "Whether domains that ask for it (TLSRPT, RFC 8460) are told once a day how TLS"
                            + " with their mail exchangers went.");
    public static final Setting<Optional<String>> REPORTS_TLS_ADDRESS =
            add(
                    "reports.tls-address",
                    Form.OPTIONAL_TEXT,
                    "",
                    "An address here that the TLSRPT records of our domains name in `rua`: the"
                            + " reports that come to its account are read and added up. The mail"
                            + " itself stays where it is.");
    public static final Setting<Optional<String>> REPORTS_FROM =
            add(
                    "reports.from",
                    Form.OPTIONAL_TEXT,
                    "",
                    "The address that reports to other domains come from; its domain should sign"
                            + " with DKIM. `postmaster` of the default domain, or of this host,"
                            + " when not set.");
    public static final Setting<Optional<String>> REPORTS_ORGANIZATION =
            add(
                    "reports.organization",
                    Form.OPTIONAL_TEXT,
                    "",
                    "Who reports, for the people who read it; this host's name when not set.");
    public static final Setting<Optional<String>> REPORTS_DMARC_ADDRESS =
            add(
                    "reports.dmarc-address",
                    Form.OPTIONAL_TEXT,
                    "",
                    "An address here that the DMARC records of our domains name in `rua`: the"
                            + " reports that come to its account are read and shown by `pabal auth"
                            + " reports`. The mail itself stays where it is.");
    public static final Setting<List<String>> DNS_SERVERS =
            add(
                    "dns.servers",
                    Form.LIST,
                    "",
                    "The name servers to ask, `address` or `address:port`; the system's when not"
                            + " set.");
    public static final Setting<String> SRS_REWRITE =
            add(
                    "srs.rewrite",
                    Form.oneOf("needed", "always", "never"),
                    "needed",
                    "When the reverse-path of mail that an alias sends on to another host is"
                            + " rewritten (SRS): where the sender's SPF would not let us send it,"
                            + " always, or never. Reports to return addresses are taken in any case.");
    public static final Setting<Optional<String>> SRS_DOMAIN =
            add(
                    "srs.domain",
                    Form.OPTIONAL_TEXT,
                    "",
                    "The domain of return addresses; its MX must lead here. The domain of the alias"
                            + " when not set.");
    public static final Setting<List<String>> SRS_ADDRESSES =
            add(
                    "srs.addresses",
                    Form.LIST,
                    "",
                    "The IP addresses that other hosts see our mail come from, of which the sender's"
                            + " SPF is asked; those of the host name in the DNS when not set.");
    public static final Setting<Optional<Path>> SRS_SECRETS =
            add(
                    "srs.secret-file",
                    Form.FILE,
                    "",
                    "The file with the secrets of return addresses, one a line, the newest first;"
                            + " made in the data directory (`srs-secrets`) when not set. Hosts that"
                            + " share a domain need the same one.");
    public static final Setting<Integer> SRS_HASH_LENGTH =
            add(
                    "srs.hash-length",
                    Form.COUNT,
                    "4",
                    "How many characters of the hash stand in a return address, 4 to 27; shorter"
                            + " ones are not taken.");
    public static final Setting<Duration> SRS_VALIDITY =
            add(
                    "srs.validity",
                    Form.TIME,
                    "21d",
                    "How long a return address is good, in whole days.");
    public static final Setting<String> DNS_DNSSEC =
            add(
                    "dns.dnssec",
                    Form.oneOf("off", "trust-ad", "validate"),
                    "trust-ad",
                    "How it is known what DNSSEC vouches for, which DANE needs: `trust-ad` believes"
                            + " the AD bit of name servers on loopback and of those in"
                            + " `dns.trusted-servers`, `validate` checks the signatures itself.");
    public static final Setting<List<String>> DNS_TRUSTED_SERVERS =
            add(
                    "dns.trusted-servers",
                    Form.LIST,
                    "",
                    "Addresses of name servers that validate DNSSEC, beside those on loopback, with"
                            + " `trust-ad`. Whoever sits on the way to one can forge what it says.");
    public static final Setting<Optional<Path>> DNS_TRUST_ANCHORS =
            add(
                    "dns.trust-anchors",
                    Form.FILE,
                    "",
                    "With `validate`: a file of DS or DNSKEY records to begin at; the keys of the"
                            + " root that came with the program when not set.");
    public static final Setting<Duration> DNS_TIMEOUT =
            add(
                    "dns.timeout",
                    Form.TIME,
                    "10s",
                    "How long one look-up may take in all, before it counts as failed for now.");
    public static final Setting<Duration> DNS_ATTEMPT_TIMEOUT =
            add(
                    "dns.attempt-timeout",
                    Form.TIME,
                    "2s",
                    "How long a name server may take to answer, before the next one is asked.");
    public static final Setting<Duration> DNS_MAX_TTL =
            add(
                    "dns.max-ttl",
                    Form.TIME,
                    "1d",
                    "How long an answer is remembered at most, whatever it says of itself.");
    public static final Setting<Integer> DNS_CACHE =
            add("dns.cache", Form.COUNT, "20000", "How many answers are remembered at most.");
    public static final Setting<String> LOG_LEVEL =
            add(
                    "log.level",
                    Form.oneOf("error", "warn", "info", "debug"),
                    "info",
                    "How much is written to the log.");
    public static final Setting<String> LOG_TO =
            add(
                    "log.to",
                    Form.oneOf("file", "console", "both"),
                    "both",
                    "Where the log goes: `log/pabal.log` in the data directory, standard error, or"
                            + " both.");
    public static final Setting<String> LOG_MAIL_FORM =
            add(
                    "log.mail-form",
                    Form.oneOf("pabal", "postfix", "both"),
                    "pabal",
                    "How what becomes of mail is logged: as `key=value` in the log, in Postfix' form"
                            + " in `log/mail.log` for programs that read that, or both.");
    public static final Setting<Boolean> SEARCH_INDEX =
            add(
                    "search.index",
                    Form.SWITCH,
                    "true",
                    "Whether the text of messages is indexed, in `search/` in the data directory;"
                            + " without, SEARCH BODY and SEARCH TEXT read every message. What they"
                            + " find is the same.");
    public static final Setting<Long> SEARCH_MAX_TEXT =
            add(
                    "search.max-text",
                    Form.SIZE_IN_OCTETS,
                    "16 MiB",
                    "How much text of one message is indexed, in characters; one with more is read"
                            + " by searches.");
    public static final Setting<Boolean> METRICS =
            add(
                    "metrics.enabled",
                    Form.SWITCH,
                    "true",
                    "Whether `/metrics` and `/health` are served, on loopback only.");
    public static final Setting<Integer> METRICS_PORT =
            add("metrics.port", Form.PORT, "9925", "The port of `/metrics` and `/health`.");
    public static final Setting<Duration> DRAIN =
            add(
                    "stop.drain",
                    Form.TIME,
                    "10s",
                    "How long a stop waits for sessions to finish what they are doing.");

    /// The table whose keys are domains and whose values say what is demanded of TLS with their mail
    /// exchangers.
    public static final String DELIVERY_TLS = "delivery.tls";

    /// The values of that table.
    public static final List<String> TLS_DEMANDS =
            List.of("none", "opportunistic", "required", "verified");

    /// The table whose keys are names in the DNS and whose values are lists of records.
    public static final String DNS_RECORDS = "dns.records";

    /// The table whose keys are addresses of this host and whose values are the domains that complete
    /// log-in names there.
    public static final String DOMAIN_BY_ADDRESS = "domain-by-address";

    /// The table of tables whose keys are names of smarthosts. See {@link RelayTable}.
    public static final String RELAYS = "relays";

    private SettingsTable() {}

    /// Whether there is a log-in in the clear that the settings could allow.
    private enum PlainLogin {
        NONE,
        SETTABLE
    }

    /// A service with its settings.
    public static final class Service {
        private final String name;
        private final Setting<Boolean> enabled;
        private final Setting<Integer> port;
        private final Setting<List<String>> addresses;
        private final Setting<List<String>> proxies;
        private final Optional<Setting<Boolean>> loginWithoutTls;

        private Service(
                String name, int port, boolean enabled, String address, PlainLogin plainLogin) {
            String table = "services." + name + ".";
            this.name = name;
            this.enabled =
                    add(
                            table + "enabled",
                            Form.SWITCH,
                            Boolean.toString(enabled),
                            "Whether this service is open.");
            this.port = add(table + "port", Form.PORT, Integer.toString(port), "Its port.");
            this.addresses =
                    add(
                            table + "address",
                            Form.LIST,
                            address,
                            "Its address, where it differs from `bind`, or several: IP addresses"
                                    + " and `unix:/path` for a socket in the file system, for"
                                    + " programs of this host's owner and group.");
            this.proxies =
                    add(
                            table + "proxies",
                            Form.LIST,
                            "",
                            "Networks of proxies that tell the client's address by the PROXY"
                                    + " protocol, and must: `[\"192.0.2.0/24\"]`.");
            this.loginWithoutTls =
                    plainLogin == PlainLogin.NONE
                            ? Optional.empty()
                            : Optional.of(
                                    add(
                                            table + "login-without-tls",
                                            Form.SWITCH,
                                            "false",
                                            "Whether passwords may be sent in clear here: never on"
                                                    + " a network."));
        }

        public String name() {
            return name;
        }

        public Setting<Boolean> enabled() {
            return enabled;
        }

        public Setting<Integer> port() {
            return port;
        }

        public Setting<List<String>> addresses() {
            return addresses;
        }

        public Setting<List<String>> proxies() {
            return proxies;
        }

        public boolean allowsLoginWithoutTls(Settings settings) {
            return loginWithoutTls.map(settings::get).orElse(false);
        }
    }

    public static List<Setting<?>> all() {
        return List.copyOf(ALL);
    }

    public static Service service(String name) {
        return SERVICES.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service " + name));
    }

    private static <T> Setting<T> add(String key, Form<T> form, String preset, String purpose) {
        Setting<T> setting = new Setting<>(key, form, preset, purpose);
        ALL.add(setting);
        return setting;
    }
}
