// SPDX-License-Identifier: Apache-2.0

/// VacationResponse/*: the reply while somebody is away. RFC 8621 §8.
///
/// The object is a Sieve script that delivery runs beside the owner's own (see {@link
/// org.pabal.mda.scripts.ScriptStore#reply}); the first line of that script is the object itself, so
/// that there is one record and one truth.
@NullMarked
package org.pabal.jmap.vacation;

import org.jspecify.annotations.NullMarked;
