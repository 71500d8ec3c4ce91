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
import org.pabal.spam.Points;
import org.pabal.spam.rules.TestTexts;
import org.pabal.wire.ServiceAddress;

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

    public static final Setting<Boolean> SCRAM_WITH_DIRECTORIES =
            add(
                    "login.scram-with-directories",
                    Form.SWITCH,
                    "false",
                    "Whether SCRAM is announced beside `[directories.NAME]`, whose accounts cannot log"
                            + " in by it: for clients of other accounts only.");

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
                    new Service("poppassds", 1106, false, "", PlainLogin.NONE),
                    new Service("auth", 12_345, false, "127.0.0.1", PlainLogin.SETTABLE),
                    new Service("saslauthd", 0, false, "unix:/run/saslauthd/mux", PlainLogin.NONE),
                    new Service("spamd", 783, false, "127.0.0.1", PlainLogin.NONE),
                    new Service("http", 80, true, "", PlainLogin.NONE),
                    new Service("https", 443, true, "", PlainLogin.NONE),
                    new Service("ldap", 389, false, "", PlainLogin.SETTABLE),
                    new Service("ldaps", 636, false, "", PlainLogin.NONE),
                    new Service("cluster", 6424, true, "", PlainLogin.NONE));

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
    public static final Setting<String> CLUSTER_NAME =
            add(
                    "cluster.name",
                    Form.TEXT,
                    "",
                    "This host's name among the hosts of its mail system, before it has joined by"
                            + " another; `hostname` when not set.");
    public static final Setting<String> CLUSTER_ADDRESS =
            add(
                    "cluster.address",
                    Form.TEXT,
                    "",
                    "Where the other hosts reach this one: a name or an IP address; `hostname` when"
                            + " not set.");
    public static final Setting<List<String>> CLUSTER_ALIASES =
            add(
                    "cluster.aliases",
                    Form.LIST,
                    "",
                    "Other names that a directory has for this host, beside `hostname`:"
                            + " `[\"imap.example.org\"]`.");
    public static final Setting<Integer> MOVES_AT_ONCE =
            add(
                    "cluster.moves-at-once",
                    Form.COUNT,
                    "2",
                    "How many accounts are copied to other hosts at the same time; others wait.");
    public static final Setting<Long> MOVE_RATE =
            add(
                    "cluster.move-rate",
                    Form.SIZE_IN_OCTETS,
                    "0",
                    "How much of one account that moves is sent in a second, at most; 0 for as fast"
                            + " as it goes.");
    public static final Setting<Duration> MOVE_FREEZE =
            add(
                    "cluster.move-freeze",
                    Form.TIME,
                    "8s",
                    "For how long an account that moves is frozen at most: changes wait so long."
                            + " What is not carried by then is carried while it is in use again.");
    public static final Setting<Duration> MOVE_KEEP =
            add(
                    "cluster.move-keep",
                    Form.TIME,
                    "1d",
                    "For how long the mail of an account that has moved lies at the old host.");
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
    public static final Setting<String> AUTH_SOCKET_GROUP =
            add(
                    "auth.socket-group",
                    Form.TEXT,
                    "",
                    "The group of the sockets of `services.auth.address` and"
                            + " `services.saslauthd.address`, whose members may ask who may log in,"
                            + " such as `postfix` or `sasl`; that of this program when not set.");
    public static final Setting<Set<PosixFilePermission>> AUTH_SOCKET_MODE =
            add("auth.socket-mode", Form.MODE, "0660", "The permissions of these sockets.");

    public static final Setting<String> HTTP_NAME =
            add(
                    "http.public-name",
                    Form.TEXT,
                    "",
                    "What links to the web pages and to JMAP begin with: a host name, with a port where"
                            + " that is not 443: `mail.example.org`; `hostname` and the port of"
                            + " `services.https` when not set.");
    public static final Setting<List<String>> HTTP_NAMES =
            add(
                    "http.names",
                    Form.LIST,
                    "",
                    "Other host names by which people come: `[\"webmail.example.org\"]`. A request for"
                            + " an unknown one is answered with links to `http.public-name`.");
    public static final Setting<List<String>> HTTP_PROXIES =
            add(
                    "http.trusted-proxies",
                    Form.LIST,
                    "",
                    "Networks of proxies that tell of each request whose it is, and are believed:"
                            + " `[\"127.0.0.1\", \"10.0.0.0/24\"]`.");
    public static final Setting<String> HTTP_PROXY_FIELDS =
            add(
                    "http.proxy-fields",
                    Form.oneOf("x-forwarded", "forwarded"),
                    "x-forwarded",
                    "Which fields these proxies write: `X-Forwarded-For`, `-Proto` and `-Host`, or"
                            + " `Forwarded` (RFC 7239). The others are not read, as proxies pass on"
                            + " what a client wrote there.");
    public static final Setting<Duration> HTTP_HSTS =
            add(
                    "http.hsts",
                    Form.TIME,
                    "180d",
                    "For how long browsers are told to come by TLS only; `0s` for not at all.");
    public static final Setting<Duration> HTTP_IDLE_TIMEOUT =
            add(
                    "http.idle-timeout",
                    Form.TIME,
                    "60s",
                    "How long an HTTP connection may rest between two requests.");
    public static final Setting<Integer> HTTP_REQUESTS =
            add(
                    "http.requests",
                    Form.COUNT,
                    "1000",
                    "How many HTTP requests are answered at a time; others are asked to come again"
                            + " (503).");
    public static final Setting<Integer> HTTP_REQUESTS_PER_SOURCE =
            add(
                    "http.requests-per-source",
                    Form.COUNT,
                    "100",
                    "How many of these one IPv4 address or IPv6 /64 may have.");
    public static final Setting<String> HTTP_STS_MODE =
            add(
                    "http.mta-sts",
                    Form.oneOf("off", "none", "testing", "enforce"),
                    "testing",
                    "The mode of the MTA-STS policy (RFC 8461) that is served at"
                            + " `https://mta-sts.DOMAIN/.well-known/mta-sts.txt` for each domain of"
                            + " this server; change the `id` in the DNS with it.");
    public static final Setting<List<String>> HTTP_STS_EXCHANGERS =
            add(
                    "http.mta-sts-exchangers",
                    Form.LIST,
                    "",
                    "The mail exchangers that this policy names: all that the domains' MX records"
                            + " name; `hostname` when not set.");
    public static final Setting<Duration> HTTP_STS_AGE =
            add("http.mta-sts-age", Form.TIME, "7d", "How long senders keep this policy.");

    public static final Setting<Duration> WEB_SESSION_IDLE =
            add(
                    "web.session-idle",
                    Form.TIME,
                    "24h",
                    "How long a browser stays signed in without asking for anything; 1 hour at most"
                            + " on a device that its user called shared.");
    public static final Setting<Duration> WEB_SESSION_LONGEST =
            add(
                    "web.session-longest",
                    Form.TIME,
                    "30d",
                    "After how long everybody signs in anew; 12 hours at most on a device that its"
                            + " user called shared.");
    public static final Setting<List<String>> WEB_PICTURE_NETWORKS =
            add(
                    "web.picture-networks",
                    Form.LIST,
                    "",
                    "Networks from which pictures of mails are fetched although they are loopback or"
                            + " private, there from any port: `[\"192.168.1.20\"]`.");
    public static final Setting<String> JMAP_PRINCIPALS =
            add(
                    "jmap.principals",
                    Form.oneOf("nobody", "domain", "everybody"),
                    "domain",
                    "Whom people find on their pages and over JMAP to share mailboxes with: nobody,"
                            + " who has an address of the same domain, or everybody here. With whom"
                            + " one shares already, either way, one finds in any case.");

    public static final Setting<String> WEB_SECOND_FACTOR =
            add(
                    "web.second-factor",
                    Form.oneOf("optional", "required"),
                    "optional",
                    "Whether people may sign in to the web pages with their password alone. Where a"
                            + " second factor is `required`, who has none makes one right after the"
                            + " password, and mail programs take app passwords only.");
    public static final Setting<List<String>> WEB_SECOND_FACTOR_DOMAINS =
            add(
                    "web.second-factor-domains",
                    Form.LIST,
                    "",
                    "Domains whose people need a second factor where `web.second-factor` is optional:"
                            + " `[\"example.org\"]`.");

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
    public static final Setting<String> OAUTH_ISSUER =
            add(
                    "oauth.issuer",
                    Form.TEXT,
                    "",
                    "The provider whose bearer tokens log people in (OAUTHBEARER, XOAUTH2), as it"
                            + " writes itself in `iss`: `https://id.example.org/realms/staff`. Its keys"
                            + " are found by its metadata; no tokens are taken when nothing of `oauth`"
                            + " is set.");
    public static final Setting<List<String>> OAUTH_AUDIENCE =
            add(
                    "oauth.audience",
                    Form.LIST,
                    "",
                    "Whom a token must be for (`aud`), one of these: the name of this mail system at"
                            + " the provider.");
    public static final Setting<String> OAUTH_CLAIM =
            add(
                    "oauth.claim",
                    Form.TEXT,
                    "email",
                    "The claim that names the account, as a log-in name would: `email`,"
                            + " `preferred_username`, `sub` or another.");
    public static final Setting<List<String>> OAUTH_SCOPE =
            add(
                    "oauth.scope",
                    Form.LIST,
                    "",
                    "Scopes that a token must have, all of them; clients are told to ask for them.");
    public static final Setting<String> OAUTH_JWKS_URL =
            add(
                    "oauth.jwks-url",
                    Form.TEXT,
                    "",
                    "Where the provider's keys are, when its metadata do not say it: an https URL.");
    public static final Setting<String> OAUTH_INTROSPECTION_URL =
            add(
                    "oauth.introspection-url",
                    Form.TEXT,
                    "",
                    "Where the provider judges tokens that are no JWT (RFC 7662): an https URL. It is"
                            + " asked about each token at most once a minute, in place of using its"
                            + " keys.");
    public static final Setting<String> OAUTH_CLIENT_ID =
            add(
                    "oauth.client-id",
                    Form.TEXT,
                    "",
                    "This server's name as a client of the provider, for introspection.");
    public static final Setting<Optional<Path>> OAUTH_CLIENT_SECRET =
            add(
                    "oauth.client-secret-file",
                    Form.FILE,
                    "",
                    "The file with the secret that belongs to `oauth.client-id`; readable by its owner"
                            + " only.");
    public static final Setting<Optional<Path>> OAUTH_AUTHORITIES =
            add(
                    "oauth.authorities",
                    Form.FILE,
                    "",
                    "PEM file with the authorities that vouch for the provider's certificate, alone;"
                            + " those of the Java runtime when not set.");
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
    public static final Setting<Integer> NETWORK_SHARE =
            add(
                    "limits.network-share",
                    Form.PERCENT,
                    "50",
                    "The percent of a service's connections that one network (/24, IPv6: /48) may hold,"
                            + " so that it never keeps everybody else away.");
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
    public static final Setting<Boolean> BANS =
            add(
                    "bans.enabled",
                    Form.SWITCH,
                    "true",
                    "Whether addresses that guess passwords or do other abuse are kept away for a"
                            + " time; without it failed log-ins are not even slowed down.");
    public static final Setting<Integer> BANS_GUESSES =
            add(
                    "bans.guesses",
                    Form.COUNT,
                    "5",
                    "So many different wrong passwords for one log-in name from one address (IPv6:"
                            + " /64) within a day ban the address for that name; from 2 to 24. The"
                            + " same password counts once.");
    public static final Setting<Integer> BANS_POINTS =
            add(
                    "bans.points",
                    Form.COUNT,
                    "10",
                    "So many points ban an address, three times as many a network (IPv4: /24, IPv6:"
                            + " /48): 1 for each different guess at any name, relay attempt or"
                            + " service scanned, 2 for words of another protocol or too many errors,"
                            + " 5 for asking for recipients one after the other. They halve every 6"
                            + " hours.");
    public static final Setting<Duration> BANS_FIRST =
            add(
                    "bans.first",
                    Form.TIME,
                    "10m",
                    "How long a first ban lasts; the next ones 6, 36, 144 and 1008 times as long.");
    public static final Setting<Duration> BANS_MOST =
            add("bans.most", Form.TIME, "7d", "The longest that a ban lasts that nobody imposed.");
    public static final Setting<List<String>> BANS_NEVER =
            add(
                    "bans.never",
                    Form.LIST,
                    "",
                    "Networks that are never banned, such as `[\"192.0.2.0/24\"]`, besides"
                            + " `mail.own-networks`, `mail.front-networks`, all `services.NAME.proxies`,"
                            + " `http.trusted-proxies`, loopback and the addresses of this host.");
    public static final Setting<Boolean> BANS_LOOPBACK =
            add(
                    "bans.loopback",
                    Form.SWITCH,
                    "false",
                    "Whether loopback addresses and those of this host are treated like all others:"
                            + " to try bans out.");
    public static final Setting<Boolean> BANS_TELL_OWNERS =
            add(
                    "bans.tell-owners",
                    Form.SWITCH,
                    "true",
                    "Whether an account whose device goes on with an old password gets a mail that"
                            + " says so, once a day at most.");
    public static final Setting<String> BANS_NFTABLES =
            add(
                    "bans.nftables",
                    Form.TEXT,
                    "",
                    "A table of nftables whose sets `banned4` and `banned6` hold the banned addresses,"
                            + " such as `inet pabal`; empty for none. See docs/operations/bans.md.");
    public static final Setting<Integer> SOURCE_NETWORK_FACTOR =
            add(
                    "limits.source-network-factor",
                    Form.COUNT,
                    "10",
                    "How many times as much as one address a network of strangers (/24, IPv6: /48) may"
                            + " bring within `limits.source-window`.");
    public static final Setting<String> GREYLIST_MODE =
            add(
                    "greylist.mode",
                    Form.oneOf("off", "doubt", "always"),
                    "doubt",
                    "Whose mail has to come a second time: `doubt` for mail whose score is between"
                            + " `greylist.doubt-from` and `greylist.doubt-below`, told at its end;"
                            + " `always` for all that comes from strangers without a good history,"
                            + " told at each recipient; `off` for nobody's.");
    public static final Setting<Duration> GREYLIST_DELAY =
            add(
                    "greylist.delay",
                    Form.TIME,
                    "5m",
                    "How long a mail has to wait before it may come again.");
    public static final Setting<Duration> GREYLIST_WINDOW =
            add("greylist.window", Form.TIME, "2d", "The time within which it has to come again.");
    public static final Setting<Duration> GREYLIST_REMEMBERED =
            add(
                    "greylist.remembered",
                    Form.TIME,
                    "60d",
                    "How long a network or domain that has come again is not asked any more, from its"
                            + " last mail on.");
    public static final Setting<Integer> GREYLIST_GOOD_AFTER =
            add(
                    "greylist.good-after",
                    Form.COUNT,
                    "2",
                    "The mails that have to come again before their network, or the domain that"
                            + " vouches for it by SPF, is not asked any more.");
    public static final Setting<Double> GREYLIST_DOUBT_FROM =
            add(
                    "greylist.doubt-from",
                    Form.SCORE,
                    "3.0",
                    "The score from which a mail is in doubt.");
    public static final Setting<Double> GREYLIST_DOUBT_BELOW =
            add(
                    "greylist.doubt-below",
                    Form.SCORE,
                    "8.0",
                    "The score from which a mail is in doubt no more: it is spam when it comes again,"
                            + " too.");
    public static final Setting<Integer> GREYLIST_MAX_TRIPLES =
            add(
                    "greylist.max-triples",
                    Form.COUNT,
                    "500000",
                    "The most triples of source, sender and recipient that are remembered; while there"
                            + " are so many, new ones need not wait.");
    public static final Setting<Boolean> BREAKER_ENABLED =
            add(
                    "breaker.enabled",
                    Form.SWITCH,
                    "true",
                    "Whether the outgoing mail of an account is held by itself when its password seems"
                            + " to be stolen: many strangers are written to within a short time, from"
                            + " a network from which the account has not sent before.");
    public static final Setting<Integer> BREAKER_NEW_RECIPIENTS =
            add(
                    "breaker.new-recipients",
                    Form.COUNT,
                    "50",
                    "The recipients in other domains to whom the account has never written that have"
                            + " its mail held, when it writes to so many from a new network within"
                            + " `breaker.window`.");
    public static final Setting<Duration> BREAKER_WINDOW =
            add(
                    "breaker.window",
                    Form.TIME,
                    "1h",
                    "The time within which `breaker.new-recipients` and `breaker.unknown-recipients`"
                            + " are counted.");
    public static final Setting<Duration> BREAKER_NEW_PLACE =
            add(
                    "breaker.new-place",
                    Form.TIME,
                    "7d",
                    "How long a network (/24, IPv6: /48) is new after an account's first mail from it,"
                            + " in whole days.");
    public static final Setting<Duration> BREAKER_REMEMBERED =
            add(
                    "breaker.remembered",
                    Form.TIME,
                    "60d",
                    "How long a network is known after an account's last mail from it, in whole days.");
    public static final Setting<Integer> BREAKER_UNKNOWN_RECIPIENTS =
            add(
                    "breaker.unknown-recipients",
                    Form.COUNT,
                    "20",
                    "When so many recipients do not exist, a fifth of `breaker.new-recipients` is"
                            + " enough.");
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
    public static final Setting<List<String>> LDAP_READERS =
            add(
                    "ldap.readers",
                    Form.LIST,
                    "",
                    "Networks whose clients may read people and groups by LDAP without a bind:"
                            + " `[\"192.0.2.0/24\"]`. Quotas, roles and passwords are never shown to"
                            + " them.");
    public static final Setting<Duration> LDAP_IDLE_TIMEOUT =
            add(
                    "ldap.idle-timeout",
                    Form.TIME,
                    "10m",
                    "How long an LDAP client that has bound may say nothing.");
    public static final Setting<Integer> LDAP_MAX_ENTRIES =
            add(
                    "ldap.max-entries",
                    Form.COUNT,
                    "1000",
                    "The most entries that one search by LDAP gets, or one page of it.");
    public static final Setting<Duration> LDAP_MAX_TIME =
            add(
                    "ldap.max-time",
                    Form.TIME,
                    "5s",
                    "How long one search by LDAP, or one page of it, may look.");
    public static final Setting<Integer> LDAP_UID_BASE =
            add(
                    "ldap.uid-number-base",
                    Form.NUMBER,
                    "0",
                    "Makes accounts Unix accounts for LDAP clients: an account's uidNumber is this"
                            + " and the account's own number together. 0 for no Unix accounts.");
    public static final Setting<Integer> LDAP_GID =
            add(
                    "ldap.gid-number",
                    Form.NUMBER,
                    "0",
                    "The gidNumber of all accounts; that of `ldap.uid-number-base` when it is 0.");
    public static final Setting<String> LDAP_HOME =
            add(
                    "ldap.home-directory",
                    Form.TEXT,
                    "/home/{user}",
                    "The homeDirectory of Unix accounts; `{user}` and `{domain}` are those of the"
                            + " address.");
    public static final Setting<String> LDAP_SHELL =
            add(
                    "ldap.login-shell",
                    Form.TEXT,
                    "/usr/sbin/nologin",
                    "The loginShell of Unix accounts.");
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
                            + " mailboxes and set quotas over IMAP, besides those with the role"
                            + " (`pabal account role`); to read them, they must give themselves the"
                            + " right.");
    public static final Setting<String> IMAP_ADMINISTRATOR_NAMES =
            add(
                    "imap.administrator-names",
                    Form.oneOf("own", "user.", "user/"),
                    "own",
                    "What LIST shows administrators where their pattern names nobody: `own`, what"
                            + " everyone sees, so that their mail programs stay usable; `user.` or"
                            + " `user/`, everyone's mailboxes too, named as Cyrus names them, for"
                            + " an account that is there to administer. Names such as"
                            + " `user.hurd.Sent` and `user/hurd/Sent@example.net` are understood"
                            + " from administrators in any case.");
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
    public static final Setting<Boolean> SPAM_ENABLED =
            add(
                    "spam.enabled",
                    Form.SWITCH,
                    "true",
                    "Whether strangers' mail is judged by the spam filter.");
    public static final Setting<Boolean> SPAM_THIS_HOST =
            add(
                    "spam.this-host",
                    Form.SWITCH,
                    "false",
                    "Whether mail that comes to port 25 from this host itself is judged by its content,"
                            + " as from fetchmail or a proxy that does not say for whom it speaks.");
    public static final Setting<List<String>> SPAM_FRONTS =
            add(
                    "spam.fronts",
                    Form.LIST,
                    "",
                    "Hosts in front of this one that hand on strangers' mail which nobody has judged, such as"
                            + " a Postfix that delivers by LMTP: `[\"127.0.0.1\", \"192.0.2.7\"]`. It is judged by"
                            + " what they say of its client, and never refused: they would bounce it to a"
                            + " forged sender. None by default: a front has a filter of its own as a rule,"
                            + " whose X-Spam fields would be taken out.");
    public static final Setting<List<String>> SPAM_FRONT_RESULTS =
            add(
                    "spam.front-results",
                    Form.LIST,
                    "",
                    "In whose name `spam.fronts` write Authentication-Results, such as `[\"mx.example.org\"]`:"
                            + " these are believed, so the front has to take out what strangers write in"
                            + " that name.");
    public static final Setting<Double> SPAM_TAG_SCORE =
            add(
                    "spam.tag-score",
                    Form.SCORE,
                    "never",
                    "The score from which on the fields on top of a mail say that it is spam, where"
                            + " that is less than `spam.junk-score`.");
    public static final Setting<Double> SPAM_JUNK_SCORE =
            add(
                    "spam.junk-score",
                    Form.SCORE,
                    "5.0",
                    "The score from which on a mail is spam and filed into Junk.");
    public static final Setting<Double> SPAM_QUARANTINE_SCORE =
            add(
                    "spam.quarantine-score",
                    Form.SCORE,
                    "never",
                    "The score from which on a mail is kept aside, where nobody sees it until an"
                            + " administrator releases it.");
    public static final Setting<Duration> SPAM_QUARANTINE_KEEP =
            add(
                    "spam.quarantine-keep",
                    Form.TIME,
                    "30d",
                    "How long a mail is kept aside before it is given up.");
    public static final Setting<Double> SPAM_REFUSE_SCORE =
            add(
                    "spam.refuse-score",
                    Form.SCORE,
                    "15.0",
                    "The score from which on a mail is refused while its client waits; `never` files"
                            + " all spam into Junk.");
    public static final Setting<Points> SPAM_POINTS =
            add(
                    "spam.points",
                    new Form<>(
                            "a list such as [\"SUBJECT_EXCLAIMS=0\", \"FREEMAIL_FORGED=2.5\"] of tests in"
                                    + " docs/reference/spam-tests.md",
                            text -> {
                                Points points = Points.parse(Form.LIST.reader().read(text));
                                for (String test : points.byTest().keySet()) {
                                    if (!TestTexts.isExplained(test)) {
                                        throw new UnknownName("test", test, TestTexts.names());
                                    }
                                }
                                return points;
                            }),
                    "",
                    "Points of tests in place of their own; 0 lets a test inform only.");
    public static final Setting<List<String>> SPAM_ALLOW =
            add(
                    "spam.allow",
                    Form.LIST,
                    "",
                    "Senders who are no spammers for anybody here, where authentication proves that it"
                            + " is them: `user@host`, `@host`, `.host` with all below it, or a"
                            + " network, which needs no proof. `pabal spam allow` adds others at run"
                            + " time.");
    public static final Setting<List<String>> SPAM_BLOCK =
            add(
                    "spam.block",
                    Form.LIST,
                    "",
                    "Senders whose mail nobody here wants, in the same forms.");
    public static final Setting<Duration> SPAM_TIME =
            add(
                    "spam.time",
                    Form.TIME,
                    "8s",
                    "How long a client waits for those that the filter asks about its mail: DNS lists,"
                            + " other filters, scanners. Who is later is left out.");
    public static final Setting<Boolean> SPAM_LEARNING_SHARE =
            add(
                    "spam.learning.share",
                    Form.SWITCH,
                    "true",
                    "Whether what people say of messages, by moving them into or out of Junk, counts"
                            + " for others too: some texts of each account and day, by majority.");
    public static final Setting<Boolean> SPAM_LEARNING_AUTOMATIC =
            add(
                    "spam.learning.automatic",
                    Form.SWITCH,
                    "true",
                    "Whether the filter learns by itself from mail that leaves no doubt: of people to"
                            + " whom the recipient has written, and with 12 points and more without"
                            + " what it has learnt.");
    public static final Setting<Integer> SPAM_LEARNING_PER_DAY =
            add(
                    "spam.learning.per-day",
                    Form.COUNT,
                    "2000",
                    "How many messages an account teaches the filter a day by moving and marking them;"
                            + " what is more waits for the next day.");
    public static final Setting<Optional<ServiceAddress>> RSPAMD_ADDRESS =
            add(
                    "spam.rspamd.address",
                    CheckTables.SERVICE,
                    "",
                    "Where rspamd's normal worker listens for HTTP, as a rule `inet:127.0.0.1:11333`; it"
                            + " is asked about strangers' mail when this is set.");
    public static final Setting<Optional<Path>> RSPAMD_PASSWORD_FILE =
            add(
                    "spam.rspamd.password-file",
                    Form.FILE,
                    "",
                    "A file that holds the worker's password, where it wants one.");
    public static final Setting<Double> RSPAMD_WEIGHT =
            add(
                    "spam.rspamd.weight",
                    Form.WEIGHT,
                    "0.8",
                    "What rspamd's score is multiplied by before it is added to ours; 0 shows what it"
                            + " says and counts nothing.");
    public static final Setting<Boolean> RSPAMD_FOLLOW =
            add(
                    "spam.rspamd.follow",
                    Form.SWITCH,
                    "false",
                    "Whether what rspamd wants to become of a mail does at least: `reject`, `soft"
                            + " reject`, `add header` and `rewrite subject` (Junk), `quarantine`.");
    public static final Setting<Duration> RSPAMD_TIMEOUT =
            add("spam.rspamd.timeout", Form.TIME, "8s", "How long rspamd may take about a mail.");
    public static final Setting<String> RSPAMD_WHEN_DOWN =
            add(
                    "spam.rspamd.when-down",
                    Form.oneOf("ignore", "defer"),
                    "ignore",
                    "What becomes of mail while rspamd cannot be asked: it is judged without, or its"
                            + " client is told to come again.");
    public static final Setting<Optional<ServiceAddress>> SPAMD_ADDRESS =
            add(
                    "spam.spamd.address",
                    CheckTables.SERVICE,
                    "",
                    "Where SpamAssassin's spamd listens, as a rule `inet:127.0.0.1:783`; it is asked"
                            + " about strangers' mail when this is set. For the spamd that is this"
                            + " server, see `services.spamd.enabled`.");
    public static final Setting<Double> SPAMD_WEIGHT =
            add(
                    "spam.spamd.weight",
                    Form.WEIGHT,
                    "1.0",
                    "What SpamAssassin's score is multiplied by before it is added to ours; 0 shows what"
                            + " it says and counts nothing.");
    public static final Setting<String> SPAMD_USERS =
            add(
                    "spam.spamd.users",
                    Form.oneOf("none", "account"),
                    "none",
                    "Whose preferences SpamAssassin uses: its own for all, or those of the account that a"
                            + " mail is for, by its address.");
    public static final Setting<Duration> SPAMD_TIMEOUT =
            add(
                    "spam.spamd.timeout",
                    Form.TIME,
                    "15s",
                    "How long SpamAssassin may take about a mail.");
    public static final Setting<String> SPAMD_WHEN_DOWN =
            add(
                    "spam.spamd.when-down",
                    Form.oneOf("ignore", "defer"),
                    "ignore",
                    "As `spam.rspamd.when-down`.");
    public static final Setting<List<String>> SPAMD_CLIENTS =
            add(
                    "spam.spamd-clients",
                    Form.LIST,
                    "127.0.0.0/8,::1",
                    "Networks whose programs may ask the service `spamd`, and teach the filter by it for"
                            + " any account: there is no log-in.");
    public static final Setting<Optional<ServiceAddress>> CLAMD_ADDRESS =
            add(
                    "spam.clamd.address",
                    CheckTables.SERVICE,
                    "",
                    "Where ClamAV's clamd listens, such as `unix:/run/clamav/clamd.ctl` or"
                            + " `inet:127.0.0.1:3310`; strangers' mail is scanned when this is set.");
    public static final Setting<String> CLAMD_VIRUS =
            add(
                    "spam.clamd.virus",
                    Form.oneOf("refuse", "quarantine", "junk", "tag"),
                    "refuse",
                    "What becomes of a mail in which clamd finds something.");
    public static final Setting<String> CLAMD_WHEN_DOWN =
            add(
                    "spam.clamd.when-down",
                    Form.oneOf("defer", "deliver"),
                    "defer",
                    "What becomes of mail while clamd cannot be asked: its client is told to come again,"
                            + " or it is delivered with the mark `CLAMAV_NOT_ASKED`.");
    public static final Setting<Duration> CLAMD_TIMEOUT =
            add(
                    "spam.clamd.timeout",
                    Form.TIME,
                    "60s",
                    "How long clamd may take about a mail, the wait for a place included.");
    public static final Setting<Integer> CLAMD_CONNECTIONS =
            add(
                    "spam.clamd.connections",
                    Form.COUNT,
                    "10",
                    "How many mails clamd is given at a time; not more than its `MaxThreads`.");
    public static final Setting<Long> CLAMD_MAX_SIZE =
            add(
                    "spam.clamd.max-size",
                    Form.SIZE_IN_OCTETS,
                    "25 MiB",
                    "How much of a mail clamd is given, not more than its `StreamMaxLength`; a larger"
                            + " mail is marked `CLAMAV_PARTLY`.");
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
