/** Words that are near a word of ours and mean something else: they are never taken for slips. */
export const everydayWords: readonly string[] = `
  stomme stom idiote idioot idiot stupid dumb bot robot chatbot useless waardeloos crap rotbot ideal paypal klarna bancontact apple google tikkie cash contant cheque nikon sony fuji leica sigma
  tamron tokina wex weer boom geld gold good goud goed oud bold sold told loan leen lenen huur rent hire
  repair gift cadeau couldn't wouldn't shouldn't can't won't don't doesn't didn't isn't aren't wasn't
  weren't haven't hasn't hadn't i'm i've i'd i'll you're you've it's that's there's what's where's who's
  how's let's we're we've they're couldnt wouldnt cant wont dont doesnt didnt isnt arent wasnt havent
  hasnt hadnt im ive thats whats theres friend friends vriend vriendin vrienden colleague collega
  colleagues brother broer sister zus husband wife vrouw partner boss baas client clients klant klanten
  mother moeder father vader neighbour buurman people mensen someone iemand everyone iedereen children
  kinderen school office kantoor street straat house huis garden tuin music muziek movie film food eten
  water coffee koffie beer bier train trein plane car auto bike fiets phone telefoon laptop computer
  screen scherm paper papier letter brief book boek story verhaal funny grappig sad verdrietig happy blij
  angry boos tired moe hungry honger cold koud warm weird vreemd strange raar fast snel slow traag better
  beter worse slechter cheap goedkoop expensive duur free gratis small klein large groot light licht heavy
  zwaar wedding bruiloft portrait portret landscape sport sports wildlife street studio battery charger
  oplader tripod statief strap bag tas memory geheugen sensor shutter sluiter firmware update driver
  software app download error melding warranty garantie repair reparatie insurance verzekering lease
  rental verhuur event evenement workshop course cursus exhibition beurs contest wedstrijd magazine
  newsletter nieuwsbrief discount korting voucher coupon cashback refund terugbetaling delivery levering
  parcel pakket shipping verzending return retour order bestelling stock voorraad parts party pizza
  jaaa jaaaa jaaaaa neee neeee neeeee yesss yessss weather joke paint print prints point tack track truck trick buttons batterij battery`
  .trim()
  .split(/\s+/)
