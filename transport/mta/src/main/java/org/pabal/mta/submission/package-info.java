// SPDX-License-Identifier: Apache-2.0

/// Takes mail from our people for anyone: ports 587 and 465. RFC 6409, RFC 8314.
///
/// Who is logged in uses own addresses only, in the reverse-path and in From. What a message lacks
/// (Date, Message-ID) is added, what must not travel (Bcc, Return-Path) is removed; the body is
/// never touched. Trace fields do not give the client's address away unless the settings say so.
@NullMarked
package org.pabal.mta.submission;

import org.jspecify.annotations.NullMarked;
