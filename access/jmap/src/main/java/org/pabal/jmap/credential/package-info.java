// SPDX-License-Identifier: Apache-2.0

/// By what an account's owner is known, and how that is changed: the password, second factors, app
/// passwords, sessions of browsers. An extension of this server's own:
/// `urn:pabal:params:jmap:credentials`, docs/operations/web-sign-in.md.
@NullMarked
package org.pabal.jmap.credential;

import org.jspecify.annotations.NullMarked;
