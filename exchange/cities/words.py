"""Words of cities."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from exchange import files
from exchange.cities.cells import Fault
from exchange.cities.models import CityStatus, IncomeGroup, Region, RequestState
from exchange.cities.service import Reason
from exchange.i18n import words

words(
    {
        Region.AFRICA: _l("Africa"),
        Region.ASIA_PACIFIC: _l("Asia-Pacific"),
        Region.EURASIA: _l("Eurasia"),
        Region.EUROPE: _l("Europe"),
        Region.LATIN_AMERICA_CARIBBEAN: _l("Latin America and the Caribbean"),
        Region.MIDDLE_EAST_WEST_ASIA: _l("Middle East and West Asia"),
        Region.NORTH_AMERICA: _l("North America"),
    }
)
words(
    {
        IncomeGroup.LOW: _l("Low income"),
        IncomeGroup.LOWER_MIDDLE: _l("Lower middle income"),
        IncomeGroup.UPPER_MIDDLE: _l("Upper middle income"),
        IncomeGroup.HIGH: _l("High income"),
    }
)
words(
    {
        CityStatus.MEMBER: _l("Member"),
        CityStatus.APPLICANT: _l("Applicant"),
        CityStatus.OBSERVER: lazy_pgettext("city", "Observer"),
        CityStatus.FORMER: _l("Former member"),
    }
)
words(
    {
        RequestState.ASKED: _l("Waiting"),
        RequestState.ACCEPTED: _l("Accepted"),
        RequestState.DECLINED: _l("Declined"),
    }
)
words(
    {
        files.Outcome.NEW: _l("New"),
        files.Outcome.CHANGED: _l("Changed"),
        files.Outcome.UNCHANGED: _l("Unchanged"),
        files.Outcome.WRONG: _l("With errors"),
    }
)
words(
    {
        Reason.NAME_TAKEN: _l("%(name)s of this country is in the list already."),
        Reason.ALREADY_LISTED: _l("%(name)s is in the list already. You can choose it when you register."),
        Reason.DECIDED: _l("The request for %(name)s has been decided already."),
        Reason.REASON_MISSING: _l("Please give a reason: it goes to the person who asked."),
    }
)
words(
    {
        Fault.MISSING: _l("This must not be empty."),
        Fault.TOO_LONG: _l("This is longer than %(most)s characters."),
        Fault.UNREADABLE: _l("This holds signs that cannot be read. Please save the file as “CSV UTF-8” or as XLSX."),
        Fault.UNKNOWN_COUNTRY: _l(
            "“%(value)s” is not a country we know. Use the two-letter code (NA is Namibia) or the name "
            "in English, French or Spanish."
        ),
        Fault.UNKNOWN_REGION: _l("“%(value)s” is not a region. Use one of: %(known)s."),
        Fault.UNKNOWN_INCOME: _l("“%(value)s” is not an income group. Use one of: %(known)s."),
        Fault.UNKNOWN_STATUS: _l("“%(value)s” is not a status. Use one of: %(known)s."),
        Fault.UNKNOWN_LANGUAGE: _l("“%(value)s” is not the code of a language. Use codes such as: en fr es."),
        Fault.NO_NUMBER: _l("“%(value)s” is not a number in degrees, such as 14.6937 or -17.4441."),
        Fault.OUT_OF_WORLD: _l(
            "This lies outside the world: latitudes go from -90 to 90, longitudes from -180 to 180."
        ),
        Fault.SWAPPED: _l("Latitude and longitude seem to be swapped."),
        Fault.HALF_A_PLACE: _l("A position needs both latitude and longitude."),
        Fault.NO_POPULATION: _l("“%(value)s” is not a number of people, such as 2680000 or 2 680 000."),
        Fault.NO_WEBSITE: _l("“%(value)s” is not a web address, such as https://www.city.org."),
        Fault.NO_EMAIL: _l("“%(value)s” is not an e-mail address. It should look like name@city.org."),
        Fault.TWICE: _l("The same city stands in line %(line)s of this file."),
    }
)
words(
    {
        files.Reason.EMPTY: _l("This file is empty."),
        files.Reason.TOO_LARGE: _l("This file is larger than %(megabytes)s MB."),
        files.Reason.TOO_MANY_ROWS: _l("This file has more than %(rows)s rows. Please send it in parts."),
        files.Reason.NOT_A_TABLE: _l("This file is not a table we can read. Please save it as CSV or XLSX."),
        files.Reason.MISSING_COLUMNS: _l("These columns are missing in the first line: %(columns)s."),
    }
)
