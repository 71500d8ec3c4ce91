// SPDX-License-Identifier: Apache-2.0

/// Log-in for the other programs of a site, which ask over a socket who may come in: Dovecot's
/// authentication protocol 1.2 ({@link org.pabal.authd.DovecotAuthSession}; Postfix with
/// `smtpd_sasl_type = dovecot`, Exim with `driver = dovecot`) and the protocol of saslauthd
/// ({@link org.pabal.authd.SaslauthdSession}; everything that uses Cyrus SASL).
///
/// Neither has an RFC; what programs do is the standard. Dovecot's: lines that end with LF, fields
/// between tabs, each exchange under a number that the asker chooses, any number of them at a time:
///
/// ```
/// S: VERSION 1 2, MECH PLAIN plaintext, …, SPID, CUID, COOKIE, DONE
/// C: VERSION 1 1, CPID 4711
/// C: AUTH 1 PLAIN service=smtp secured rip=192.0.2.7 resp=AGJvYgBzZWNyZXQ=
/// S: OK 1 user=bob@example.org
/// ```
///
/// Who asks is trusted to say for whom (address, TLS): that is why the doors are sockets in the file
/// system and loopback. A failure is answered late, by the count of all doors of this server. A
/// directory that is out of order is a temporary failure (`temp`, `UN`), never a refusal.
@NullMarked
package org.pabal.authd;

import org.jspecify.annotations.NullMarked;
