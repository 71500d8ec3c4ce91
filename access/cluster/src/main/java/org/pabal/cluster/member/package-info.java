// SPDX-License-Identifier: Apache-2.0

/// How hosts become members, and stay so.
///
/// The first host makes the authority: a key that stays with it, and a certificate that every member
/// knows. It invites a host by a token (where to come, the authority's fingerprint, a secret); the host
/// connects, sees by the fingerprint that it has come to the right place, shows the secret and its
/// public key, and gets a certificate and the list of members. The list is signed, so that any member
/// can hand it on; a host is one as long as its key is in the newest list.
///
/// What is kept lies in `tls/cluster`: `authority.pem`, `host.pem`, `host.key`, `hosts` (the signed
/// list), and where the authority is `authority.key` and `invitations`. `hosts` is written last: a host
/// without it is no member, whatever else is there, and begins anew with the key that it has made. The
/// inviting side writes the member before it answers; whoever was cut off there shows the same secret
/// with the same key again and gets the same answer, while another key is refused. So there is no step
/// after which a crash leaves a host half joined, or a token that two hosts can use.
@NullMarked
package org.pabal.cluster.member;

import org.jspecify.annotations.NullMarked;
